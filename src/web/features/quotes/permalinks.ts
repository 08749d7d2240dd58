import { parseRoute } from '../../routes.ts'

export interface Permalink {
  /** As it stands in the text. */
  href: string
  channel: string
  seq: number
}

/** More than these are links and nothing else. */
const MOST = 3

/** The messages of this workspace that a text leads to, each once. What stands in code is not meant. */
export const permalinksIn = (text: string, origin: string): readonly Permalink[] => {
  const found = new Map<string, Permalink>()
  for (const [href] of withoutCode(text).matchAll(/https?:\/\/[^\s<>()[\]"'`|]+/g)) {
    if (!href.startsWith(`${origin}/c/C`)) continue
    const route = parseRoute(href.slice(origin.length))
    if (route.page === 'channel' && route.seq !== null)
      found.set(href, { href, channel: route.channel, seq: route.seq })
  }
  return [...found.values()].slice(0, MOST)
}

const withoutCode = (text: string): string => text.replace(/```[\s\S]*?(```|$)|`[^`\n]*`/g, ' ')

/** The text without the lines that are nothing but one of these links. */
export const withoutLines = (text: string, hrefs: ReadonlySet<string>): string =>
  text
    .split('\n')
    .filter(line => !hrefs.has(line.trim()))
    .join('\n')
    .trim()
