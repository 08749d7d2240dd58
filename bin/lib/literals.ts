/** A text in a program, with what stands around it. */
export interface Literal {
  /** Of a template with `{0}`, `{1}` … for what is put in. */
  text: string
  /** The function that a template is given to: `say`. */
  tag: string | null
  /** The code before it, as far as it is needed; texts in it are blanked out. */
  before: string
  /** The code up to the innermost bracket that it stands in. */
  inside: string
  /** The code from the beginning of the module's statement that it is part of. */
  statement: string
}

/** A reader of a program as the compiler prints it. Types, comments and JSX are gone from there. */
class Reader {
  readonly found: Literal[] = []
  readonly #program: string
  #at = 0
  /** What was read, with texts blanked out. */
  #code = ''
  #open: number[] = []
  #statement = 0

  constructor(program: string) {
    this.#program = program
  }

  /** To the end, or to the bracket that closes what a template puts in. */
  read(until?: '}'): void {
    const depth = this.#open.length
    for (; this.#at < this.#program.length; this.#at += 1) {
      const sign = this.#program[this.#at] ?? ''
      if (sign === until && this.#open.length === depth) return
      if (sign === '"' || sign === "'") this.#string(sign)
      else if (sign === '`') this.#template()
      else if (sign === '/' && this.#mayBeginRegExp()) this.#regExp()
      else this.#other(sign)
    }
  }

  #other(sign: string): void {
    this.#code += sign
    if ('([{'.includes(sign)) this.#open.push(this.#code.length)
    if (')]}'.includes(sign)) this.#open.pop()
    if (this.#open.length === 0 && (sign === ';' || sign === '\n')) this.#statement = this.#code.length
  }

  #string(quote: string): void {
    const from = this.#at
    this.#at = this.#endOf(from, quote)
    const text = unescaped(this.#program.slice(from + 1, this.#at))
    this.found.push({ ...this.#around(), text, tag: null })
    // The name of a property is code.
    this.#code += this.#program[this.#at + 1] === ':' ? `"${text}"` : '""'
  }

  #template(): void {
    const tag = /[\w$.]+$/.exec(this.#code)?.[0] ?? null
    const here = this.#around()
    let text = ''
    let count = 0
    this.#code += '`'
    for (this.#at += 1; this.#program[this.#at] !== '`'; this.#at += 1) {
      const sign = this.#program[this.#at] ?? '`'
      if (sign === '\\') text += sign + this.#program[++this.#at]
      else if (sign === '$' && this.#program[this.#at + 1] === '{') {
        this.#at += 2
        this.#code += ' '
        this.read('}')
        text += `{${count++}}`
      } else text += sign
    }
    this.#code += '`'
    this.found.push({ ...here, text: unescaped(text), tag })
  }

  #regExp(): void {
    let isInClass = false
    for (this.#at += 1; this.#program[this.#at] !== '/' || isInClass; this.#at += 1) {
      const sign = this.#program[this.#at]
      if (sign === '\\') this.#at += 1
      else if (sign === '[') isInClass = true
      else if (sign === ']') isInClass = false
    }
    this.#code += '/./'
  }

  /** Behind a value a slash divides. */
  #mayBeginRegExp(): boolean {
    return /(?:^|[(,=:[!&|?{};>+]|\breturn|\bcase)\s*$/.test(this.#code.slice(-20))
  }

  #endOf(from: number, quote: string): number {
    let at = from + 1
    while (this.#program[at] !== quote) at += this.#program[at] === '\\' ? 2 : 1
    return at
  }

  #around(): Omit<Literal, 'text' | 'tag'> {
    return {
      before: this.#code.slice(-200),
      inside: this.#code.slice(0, this.#open.at(-1) ?? 0).slice(-200),
      statement: this.#code.slice(this.#statement),
    }
  }
}

/** Every text of a program, in its order but for those inside of others, which come before them. */
export const literalsIn = (program: string): Literal[] => {
  const reader = new Reader(program)
  reader.read()
  return reader.found
}

const unescaped = (text: string): string =>
  text.replace(/\\(?:u\{([\da-f]+)\}|u([\da-f]{4})|x([\da-f]{2})|([\s\S]))/gi, (_, braced, four, two, sign) => {
    const code = braced ?? four ?? two
    if (code !== undefined) return String.fromCodePoint(Number.parseInt(code, 16))
    return { n: '\n', t: '\t', r: '\r', '0': '\0' }[sign as string] ?? sign
  })
