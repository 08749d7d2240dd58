/**
 * Addresses that stand in the midst of words, in any script, and where they end. One pass from left to right; the work
 * grows with the length of the text and no faster.
 */
export interface Address {
  from: number
  to: number
  /** As it was written, unless the host is disguised. */
  text: string
  href: string
}

/**
 * All addresses of `text` that are safe to follow, in order. What looks like code or markup is not looked at. A mark of
 * emphasis at the end of one belongs to it unless the text has opened it; `keepsMarks`: it always does.
 */
export const findAddresses = (text: string, keepsMarks = false): Address[] => {
  const found: Address[] = []
  const open = new OpenMarks(text)
  const isOpen = (sign: string): boolean => !keepsMarks && open.has(sign)
  BEGIN.lastIndex = 0
  for (let begin = BEGIN.exec(text); begin !== null; begin = BEGIN.exec(text)) {
    open.readTo(begin.index)
    const end = endOf(text, begin.index, begin.index + begin[0].length, open)
    BEGIN.lastIndex = Math.max(end, BEGIN.lastIndex)
    const isBracketed = text.charAt(begin.index - 1) === '<' && text.charAt(end) === '>'
    const written = text.slice(begin.index, isBracketed ? end : trimmedEnd(text, begin.index, end, isOpen))
    const address = readAddress(written)
    if (address === null) continue
    found.push({ from: begin.index, to: begin.index + written.length, ...address })
    BEGIN.lastIndex = begin.index + written.length
    open.skipTo(BEGIN.lastIndex)
  }
  return found
}

/** What is an address and nothing else: where it leads, and how it is shown. Null where it is not safe to follow. */
export const readAddress = (written: string): { text: string; href: string } | null => {
  const href = written.length > ADDRESS_UNITS ? null : safeHref(written)
  return href === null ? null : { href, text: isDisguised(written) ? href : written }
}

/**
 * The address as a link may have it, null where it is none that is safe to follow: http, https and mailto only, without
 * a user's name before the host, which is there to deceive. Whatever a scheme is disguised with, browsers and this read
 * it the same way.
 */
export const safeHref = (written: string): string | null => {
  if (!URL.canParse(written)) return null
  const url = new URL(written)
  if (!SAFE_SCHEMES.has(url.protocol) || url.username !== '' || url.password !== '') return null
  if (url.protocol === 'mailto:' && !/^[^@]+@[^@]+$/.test(url.pathname)) return null
  return url.href
}

const SAFE_SCHEMES = new Set(['http:', 'https:', 'mailto:'])
const ADDRESS_UNITS = 4096

/** Part of a word after a Latin letter or a digit ("xhttps://"); an address after a letter of any other script. */
const BEGIN = /(?<![\p{Script=Latin}\p{N}])(?:https?:\/\/|mailto:)/giu

/**
 * What ends an address at once: space, quotes, what brackets it, what is invisible and could turn the line around,
 * pictures, and the punctuation of scripts that set none of it into addresses.
 */
const ENDING = /[\s<>"`\\\p{C}\p{Z}\p{So}“”„«»‹›…،؛؟۔।॥]|(?=[\u3000-\uffff])[\p{P}\p{S}]/u
/** Scripts that are written without spaces, so that an address has words right behind it. */
const UNSPACED =
  /[\p{scx=Han}\p{scx=Hiragana}\p{scx=Katakana}\p{scx=Hangul}\p{scx=Bopomofo}\p{scx=Thai}\p{scx=Lao}\p{scx=Khmer}\p{scx=Myanmar}]/u
const HIRAGANA = /\p{Script=Hiragana}/u
const OPENING = '([{'
const CLOSING = ')]}'

const endOf = (text: string, from: number, start: number, open: OpenMarks): number => {
  const depth = [0, 0, 0]
  const words = new Words(text.charAt(from).toLowerCase() === 'h')
  let at = start
  for (; at < text.length && at - from <= ADDRESS_UNITS; ) {
    const sign = String.fromCodePoint(text.codePointAt(at) ?? 0)
    if (ENDING.test(sign) || (sign > '\u02ff' && UNSPACED.test(sign) && !words.mayContain(sign))) break
    words.read(sign)
    const opening = OPENING.indexOf(sign)
    const closing = CLOSING.indexOf(sign)
    if (opening >= 0) depth[opening] = (depth[opening] ?? 0) + 1
    if (closing >= 0) {
      const left = (depth[closing] ?? 0) - 1
      // It closes what the sentence opened, so the address has ended.
      if (left < 0 && open.has(OPENING.charAt(closing))) break
      depth[closing] = Math.max(0, left)
    }
    at += sign.length
  }
  return at
}

/**
 * Whether a sign of a script without spaces belongs to the address. It does in a host, and where it begins a part of
 * the address ("/wiki/東京", "?q=東京"). After a letter, or the slash behind the host, the sentence goes on.
 */
class Words {
  #before = '/'
  #inHost: boolean
  #slashes = 0
  #inPart = false

  constructor(hasHost: boolean) {
    this.#inHost = hasHost
  }

  mayContain(sign: string): boolean {
    if (!this.#inPart) this.#inPart = this.#inHost ? '/.'.includes(this.#before) : this.#begins(sign)
    return this.#inPart
  }

  read(sign: string): void {
    this.#before = sign
    if (!'/?&=#'.includes(sign) && !(this.#inHost && '.:'.includes(sign))) return
    this.#inPart = false
    if (sign === '/') this.#slashes += 1
    if ('/?#'.includes(sign)) this.#inHost = false
  }

  #begins(sign: string): boolean {
    return this.#before === '=' || (this.#before === '/' && this.#slashes > 1 && !HIRAGANA.test(sign))
  }
}

/**
 * "(see https://a.example/b_(c))." ends after "b_(c)": what closes or ends a sentence belongs to the sentence, and so does
 * a mark of emphasis that `isOpen`.
 */
export const trimmedEnd = (text: string, from: number, end: number, isOpen: (mark: string) => boolean): number => {
  const surplus = [0, 0, 0]
  for (let at = from; at < end; at += 1) {
    const opening = OPENING.indexOf(text.charAt(at))
    const closing = CLOSING.indexOf(text.charAt(at))
    if (opening >= 0) surplus[opening] = (surplus[opening] ?? 0) - 1
    if (closing >= 0) surplus[closing] = (surplus[closing] ?? 0) + 1
  }
  let to = end
  for (; to > from; to -= 1) {
    const last = text.charAt(to - 1)
    const closing = CLOSING.indexOf(last)
    if (closing >= 0 && (surplus[closing] ?? 0) > 0) surplus[closing] = (surplus[closing] ?? 0) - 1
    else if (!".,:;!?'’‘".includes(last) && !('*_~'.includes(last) && isOpen(last))) break
  }
  return to
}

/**
 * A host is shown as its punycode where it only looks like a known one: where letters of another script stand beside Latin
 * ones in one label ("аpple"), or anywhere in it, unless they look like no Latin letter at all ("例え.jp").
 */
const isDisguised = (written: string): boolean => {
  const host = /^https?:\/\/([^/?#]*)/i.exec(written)?.[1] ?? ''
  const isMixed = (part: string): boolean => LATIN.test(part) && /(?=\p{L})\P{Script=Latin}/u.test(part)
  const others = Array.from(host).filter(sign => !UNSPACED.test(sign))
  return host.split('.').some(isMixed) || isMixed(others.join(''))
}

const LATIN = /\p{Script=Latin}/u

/** Which brackets and marks of emphasis the text has opened and not closed up to some place. Reads every sign once. */
class OpenMarks {
  readonly #text: string
  #at = 0
  readonly #open = new Map<string, number>()
  readonly #unclosed = new Set<number>()

  constructor(text: string) {
    this.#text = text
  }

  has(sign: string): boolean {
    return (this.#open.get(sign) ?? 0) > 0
  }

  skipTo(to: number): void {
    this.#at = Math.max(this.#at, to)
  }

  readTo(to: number): void {
    for (; this.#at < to; this.#at += 1) {
      const sign = this.#text.charAt(this.#at)
      const closing = CLOSING.indexOf(sign)
      // With a backslash before it, it opens and closes nothing.
      if (sign === '\\') this.#at += 1
      else if (sign === '`') this.#skipCode()
      else if (closing >= 0) this.#add(OPENING.charAt(closing), -1)
      else if (OPENING.includes(sign)) this.#add(sign, 1)
      else if ('*_~'.includes(sign)) this.#readMark(sign)
    }
  }

  /** From a run of backticks to the next one as long. Runs of a length that is never closed are looked for once. */
  #skipCode(): void {
    let end = this.#at
    while (this.#text.charAt(end) === '`') end += 1
    const run = this.#text.slice(this.#at, end)
    const closing = new RegExp(`(?<!\`)${run}(?!\`)`, 'g')
    closing.lastIndex = end
    const found = this.#unclosed.has(run.length) ? null : closing.exec(this.#text)
    if (found === null) this.#unclosed.add(run.length)
    this.#at = found === null ? end - 1 : found.index + run.length - 1
  }

  #add(sign: string, by: number): void {
    this.#open.set(sign, Math.max(0, (this.#open.get(sign) ?? 0) + by))
  }

  /** A run of the same sign opens before a word and closes behind one; "2 * 3" is neither. */
  #readMark(sign: string): void {
    const before = this.#text.charAt(this.#at - 1)
    let end = this.#at
    while (this.#text.charAt(end) === sign) end += 1
    const after = this.#text.charAt(end)
    const opens = after.trim() !== '' && (before.trim() === '' || !this.has(sign) || !EDGE.test(after))
    const closes = before.trim() !== '' && this.has(sign) && !(opens && EDGE.test(before))
    const isInWord = sign === '_' && !EDGE.test(before) && !EDGE.test(after)
    if ((closes || opens) && !isInWord) this.#add(sign, closes ? this.#at - end : end - this.#at)
    this.#at = end - 1
  }
}

const EDGE = /^$|[\s\p{P}\p{S}]/u
