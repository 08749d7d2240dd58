import { isInCode } from './code.ts'
import { mayName } from './references.ts'

/** What is being typed and can be completed: `@` people, `#` channels, `:` emoji, `/` commands. It stands from `from` on to the caret. */
export interface Completing {
  sign: '@' | '#' | ':' | '/'
  from: number
  /** What is there of it, without the sign. */
  query: string
}

/** Names of people have blanks in them: "@Ada Lov". */
const PATTERNS = { '@': /^[^\n@#:<>`]{0,60}$/, '#': /^[\p{L}\p{M}\p{N}_-]{0,80}$/u, ':': /^[a-z0-9_+'-]{2,40}$/i }

/** A command begins the text. */
const COMMAND = /^\/(\p{L}*)$/u

/** What can be completed at the caret; null where that is a plain text, or code. */
export const completingAt = (text: string, caret: number): Completing | null => {
  const [, command] = COMMAND.exec(text.slice(0, caret)) ?? []
  if (command !== undefined && (caret === text.length || /\s/.test(text[caret] ?? '')))
    return { sign: '/', from: 0, query: command }
  const start = Math.max(text.lastIndexOf('\n', caret - 1) + 1, caret - 81)
  for (let from = caret - 1; from >= start; from -= 1) {
    const sign = text[from]
    if (sign !== '@' && sign !== '#' && sign !== ':') continue
    const query = text.slice(from + 1, caret)
    const fits = PATTERNS[sign].test(query) && !query.startsWith(' ') && mayName(text, from)
    return fits && !isInCode(text, from) ? { sign, from, query } : null
  }
  return null
}
