/**
 * Whether the words of a link look like another address than it leads to: then the real one is shown beside them, before
 * anybody follows it. Also where they hide what they look like, with signs that turn the line around.
 */
export const looksElsewhere = (words: string, href: string): boolean => {
  if (/[\u200e\u200f\u061c\u202a-\u202e\u2066-\u2069]/.test(words)) return true
  const host = hostOf(href)
  const seen = words
    .slice(0, WORDS_READ)
    .normalize('NFKC')
    .replace(/[\u200b-\u200d\u2060\ufeff\u00ad]/g, '')
  if (Array.from(seen.matchAll(MAIL_LIKE)).some(([mail]) => mail !== host)) return true
  return Array.from(seen.matchAll(HOST_LIKE)).some(([, shown = '']) => hostOf(`https://${shown}`) !== host)
}

/** How a link's real goal is said in few signs: the host, or the whole address of a mail. */
export const goalOf = (href: string): string => hostOf(href)

/** Words that are longer than this hide no address that somebody would take for the link's. */
const WORDS_READ = 2000

/** "bank.example", "www.bank.example/login": labels with dots between, not part of a longer word. */
const HOST_LIKE =
  /(?<![\p{L}\p{N}@.-])(?:https?:\/\/)?((?:[\p{L}\p{N}-]{1,63}\.)+\p{L}[\p{L}\p{N}-]{1,62})(?![\p{L}\p{N}@-])/giu

const MAIL_LIKE = /(?<![^\s<(:])[^\s@<>():]{1,64}@[^\s@<>()]{1,250}/g

const hostOf = (href: string): string => {
  if (!URL.canParse(href)) return ''
  const url = new URL(href)
  return url.protocol === 'mailto:' ? url.pathname : url.host.replace(/^www\./, '')
}
