import { type Address, findAddresses, readAddress } from './addresses.ts'
import { REFERENCE, referenceOf } from './references.ts'
import { append, type Inline, type Style } from './tree.ts'

const styles: Record<string, Style> = { '*': 'bold', _: 'italic', '~': 'strike' }

/** An invisible character (word joiner) before a sign that must stay text, as the backslash in Markdown. */
export const LITERAL = '\u2060'
/** A zero-width space where a style begins or ends inside a word: mrkdwn has no other way to write that. */
export const SEAM = '\u200b'

/** Turns the three escapes of mrkdwn into the signs that they stand for. */
export const decode = (text: string): string =>
  text.replace(/&(amp|lt|gt);/g, (_, name: 'amp' | 'lt' | 'gt') => ({ amp: '&', lt: '<', gt: '>' })[name])

/** Reads the words of some lines, from left to right. */
export const readMrkdwnLine = (text: string): Inline[] => new MrkdwnReader(text).read()

/** A style that was opened and not closed yet, and what has been read since. */
interface Open {
  sign: string
  pieces: Inline[]
}

class MrkdwnReader {
  readonly #text: string
  readonly #addresses: Address[]
  #nextAddress = 0
  #signAhead = -1
  /** The styles that are open; the first entry is the line itself. Each kind of style is in it once at most. */
  readonly #stack: Open[] = [{ sign: '', pieces: [] }]
  #at = 0
  /** Beyond this there is no other backtick. */
  #lastTick: number

  constructor(text: string) {
    this.#text = text
    this.#addresses = findAddresses(text)
    this.#lastTick = text.lastIndexOf('`')
  }

  read(): Inline[] {
    while (this.#at < this.#text.length) this.#step()
    while (this.#stack.length > 1) this.#drop()
    return this.#stack[0]?.pieces ?? []
  }

  #step(): void {
    const sign = this.#text.charAt(this.#at)
    if (sign === LITERAL && '*_~`>&'.includes(this.#text.charAt(this.#at + 1) || ' ')) {
      this.#words(this.#text.startsWith('&gt;', this.#at + 1) ? '&gt;' : this.#text.charAt(this.#at + 1), 1)
    } else if (sign === SEAM) this.#at += 1
    else if (sign === '`') this.#code()
    else if (sign === '<') this.#bracketed()
    else if (styles[sign] !== undefined) this.#style(sign)
    else if (this.#addressAhead()?.from === this.#at) this.#address()
    else this.#words(this.#text.slice(this.#at, this.#nextSign()))
  }

  #nextSign(): number {
    // Looked for once, however many addresses lie before it.
    if (this.#signAhead <= this.#at) {
      SIGN.lastIndex = this.#at + 1
      this.#signAhead = SIGN.exec(this.#text)?.index ?? this.#text.length
    }
    const sign = this.#signAhead
    const address = this.#addressAhead()?.from ?? sign
    return address > this.#at ? Math.min(sign, address) : sign
  }

  #addressAhead(): Address | undefined {
    while ((this.#addresses[this.#nextAddress]?.from ?? this.#at) < this.#at) this.#nextAddress += 1
    return this.#addresses[this.#nextAddress]
  }

  #push(piece: Inline): void {
    append(this.#stack.at(-1)?.pieces ?? [], piece)
  }

  #words(written: string, skipped = 0): void {
    this.#push({ kind: 'text', text: decode(written) })
    this.#at += skipped + written.length
  }

  #code(): void {
    const end = this.#at < this.#lastTick ? this.#text.indexOf('`', this.#at + 1) : -1
    const code = this.#text.slice(this.#at + 1, end)
    if (end <= this.#at + 1 || code.includes('\n')) this.#words('`')
    else {
      this.#push({ kind: 'code', text: decode(code) })
      this.#at = end + 1
    }
  }

  #bracketed(): void {
    const found = BRACKETED.exec(this.#text.slice(this.#at, this.#at + 8200))
    if (found === null) this.#words('<')
    else {
      this.#push(bracketed(found[0], found[1] ?? '', found[2] ?? ''))
      this.#at += found[0].length
    }
  }

  #address(): void {
    const found = this.#addressAhead()
    if (found === undefined) return
    const address = readAddress(decode(this.#text.slice(found.from, found.to)))
    if (address === null) this.#words(this.#text.slice(found.from, found.to))
    else {
      this.#push({ kind: 'address', ...address })
      this.#at = found.to
    }
  }

  #style(sign: string): void {
    const isEdge = (other: string): boolean => other === '' || /[\s\p{P}\p{S}\u200b]/u.test(other)
    const before = this.#text.charAt(this.#at - 1)
    const after = this.#text.charAt(this.#at + 1)
    const depth = this.#stack.findIndex(open => open.sign === sign)
    if (
      depth > 0 &&
      before.trim() !== '' &&
      isEdge(after) &&
      (this.#stack[depth]?.pieces.length ?? 0) + this.#stack.length > depth + 1
    ) {
      while (this.#stack.length - 1 > depth) this.#drop()
      const { pieces } = this.#stack.pop() ?? { pieces: [] }
      this.#at += 1
      this.#push({ kind: styles[sign] ?? 'bold', children: pieces })
    } else if (depth < 0 && after.trim() !== '' && after !== sign && isEdge(before)) {
      this.#stack.push({ sign, pieces: [] })
      this.#at += 1
    } else this.#words(sign)
  }

  /** The style that was opened last is never closed, so its sign becomes text. */
  #drop(): void {
    const { sign, pieces } = this.#stack.pop() ?? { sign: '', pieces: [] }
    this.#push({ kind: 'text', text: sign })
    for (const piece of pieces) this.#push(piece)
  }
}

const SIGN = new RegExp(`[<*_~\`${LITERAL}${SEAM}]`, 'g')

const BRACKETED = /^<([^<>\n|]{1,4096})(?:\|([^<>\n]{0,4096}))?>/

const bracketed = (written: string, target: string, label: string): Inline => {
  const reference = REFERENCE.exec(written)
  if (reference !== null) return referenceOf(reference)
  const address = readAddress(decode(target))
  // `<!date^…|label>` and the like show their label; an address that is not safe to follow stays as it was written.
  if (address === null) return { kind: 'text', text: decode(target.startsWith('!') && label !== '' ? label : written) }
  if (label === '') return { kind: 'address', ...address }
  return { kind: 'link', href: address.href, children: [{ kind: 'text', text: decode(label) }] }
}
