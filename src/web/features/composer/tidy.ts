/** A text as it is sent: without blank lines around it, and without spaces after it. Its first line stays indented. */
export const tidy = (typed: string): string => typed.replace(/^(?:[^\S\n]*\n)+/, '').trimEnd()
