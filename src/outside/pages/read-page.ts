import type { Guarded } from '../fetch/fetch.ts'
import { withoutEntities } from './entities.ts'
import type { PageCard, ReadPage } from './pages.ts'
import { allows } from './robots.ts'

export type ReadingParts = {
  fetch: Guarded
  /** Hosts that are never asked, and with them all below. */
  blocked: readonly string[]
}

const AGENT = 'Flackbot'
const PAGE = { accept: ['text/html', 'application/xhtml+xml'], bytes: 512 * 1024, ms: 5000 }
const ROBOTS = { accept: ['text/plain'], bytes: 64 * 1024, ms: 3000 }
/** A site is asked for its rules once an hour, and of so many at most they are known. */
const KNOWN = { ms: 3_600_000, sites: 500 }
const CHARACTERS = { title: 200, text: 300, site: 80 }

/** Reads what pages say of themselves: their title, what they are about, and how their site is called. */
export const pageReader = ({ fetch, blocked }: ReadingParts): ReadPage => {
  const rules = robotsRules(fetch)
  return async url => {
    try {
      const target = new URL(url)
      if (isBlocked(target.hostname, blocked) || !(await rules(target))) return null
      const answer = await fetch(url, PAGE)
      if (answer.status !== 200 || isBlocked(new URL(answer.url).hostname, blocked)) return null
      return await cardOf(decoded(answer.bytes, answer.charset), new URL(answer.url).hostname)
    } catch {
      return null
    }
  }
}

const isBlocked = (host: string, blocked: readonly string[]): boolean =>
  blocked.some(each => host === each || host.endsWith(`.${each}`))

/** Whether a site lets us in, as it says itself; one that says nothing does. */
const robotsRules = (fetch: Guarded): ((target: URL) => Promise<boolean>) => {
  const known = new Map<string, { until: number; robots: Promise<string> }>()
  return async ({ origin, pathname, search }) => {
    const now = Date.now()
    let entry = known.get(origin)
    if (entry === undefined || entry.until < now) {
      const robots = fetch(`${origin}/robots.txt`, ROBOTS).then(
        ({ status, bytes }) => (status === 200 ? decoded(bytes, 'utf-8') : ''),
        () => '',
      )
      entry = { until: now + KNOWN.ms, robots }
      known.delete(origin)
      known.set(origin, entry)
      if (known.size > KNOWN.sites) known.delete(String(known.keys().next().value))
    }
    return allows(await entry.robots, AGENT, pathname + search)
  }
}

/** By the header, else by what the page says in its beginning, else UTF-8. */
const decoded = (bytes: Uint8Array, charset: string | null): string => {
  const beginning = new TextDecoder('latin1').decode(bytes.subarray(0, 1024))
  const label = charset ?? /<meta[^>]{1,200}charset\s*=\s*["']?([\w-]{1,40})/i.exec(beginning)?.[1] ?? 'utf-8'
  try {
    return new TextDecoder(label as Bun.Encoding).decode(bytes)
  } catch {
    return new TextDecoder().decode(bytes)
  }
}

/** The best that a page says of each thing: what it says for cards, else what it says for everybody. */
const cardOf = async (html: string, host: string): Promise<PageCard | null> => {
  const said = new Map<string, string>()
  let title = ''
  const rewriter = new HTMLRewriter()
    .on('meta[content]', {
      element: element => {
        const name = (element.getAttribute('property') ?? element.getAttribute('name') ?? '').toLowerCase()
        if (METAS.includes(name) && !said.has(name)) said.set(name, element.getAttribute('content') ?? '')
      },
    })
    .on('head > title', {
      text: ({ text }) => {
        if (title.length < 10 * CHARACTERS.title) title += text
      },
    })
  await rewriter.transform(new Response(html)).text()
  const first = (length: number, ...names: string[]) =>
    names.map(name => lineOf(said.get(name) ?? '', length)).find(Boolean) ?? ''
  const named = first(CHARACTERS.title, 'og:title', 'twitter:title') || lineOf(title, CHARACTERS.title)
  const text = first(CHARACTERS.text, 'og:description', 'twitter:description', 'description')
  const site = first(CHARACTERS.site, 'og:site_name') || host.replace(/^www\./, '')
  return named === '' ? null : { title: named, ...(text !== '' && { text }), site }
}

const METAS: readonly string[] = [
  ...(['og:title', 'og:description', 'og:site_name', 'twitter:title', 'twitter:description', 'description'] as const),
]

/** One line, without signs that are not seen, or that turn around what stands beside them. */
const lineOf = (text: string, length: number): string => {
  const line = withoutEntities(text.slice(0, 10 * length))
    .replace(/[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Zl}\p{Zp}]+/gu, sign => (sign === '\u200d' ? sign : ' '))
    .replace(/\s+/g, ' ')
    .trim()
  const signs = [...line]
  return signs.length <= length
    ? line
    : `${signs
        .slice(0, length - 1)
        .join('')
        .trimEnd()}…`
}
