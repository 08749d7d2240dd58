/** A text that is a command: its name, and what stands behind it. */
export interface Slash {
  name: string
  rest: string
}

/**
 * The command that a text is, or null: a slash, a word, and a blank or the end. "/usr/bin" and "/ or" are texts, and so is what
 * begins with two slashes.
 */
export const slashIn = (text: string): Slash | null => {
  const [, name, rest] = /^\/(\p{L}[\p{L}\p{N}-]*)(?:\s+([\s\S]*))?$/u.exec(text) ?? []
  return name === undefined ? null : { name: name.toLowerCase(), rest: (rest ?? '').trim() }
}

/** A text that begins with two slashes and a word says what a command would be: "//join" is sent as "/join". */
export const unescaped = (text: string): string => (/^\/\/\p{L}/u.test(text) ? text.slice(1) : text)
