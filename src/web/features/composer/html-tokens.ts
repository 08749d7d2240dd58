/** One piece of HTML: a tag that opens or closes, or text with its entities read. */
export type Token =
  | { kind: 'open'; name: string; attributes: ReadonlyMap<string, string> }
  | { kind: 'close'; name: string }
  | { kind: 'text'; text: string }

/**
 * Reads HTML as pieces, in one pass and without ever making an element of it: nothing of what somebody pastes runs or is
 * fetched. Comments, declarations, scripts and styles are left out.
 */
export const tokensOf = (html: string): Token[] => {
  const tokens: Token[] = []
  let at = 0
  while (at < html.length) {
    const begin = html.indexOf('<', at)
    const text = html.slice(at, begin === -1 ? html.length : begin)
    if (text !== '') tokens.push({ kind: 'text', text: decoded(text) })
    if (begin === -1) break
    at = readTag(html, begin, tokens)
  }
  return tokens
}

/** Where reading goes on after what begins with "<" here. */
const readTag = (html: string, begin: number, tokens: Token[]): number => {
  if (html.startsWith('<!--', begin)) return after(html, '-->', begin)
  const head = /^<(\/?)([a-z][a-z0-9]*)/i.exec(html.slice(begin, begin + 40))
  if (head === null) {
    // "<!doctype", "<?xml", or a plain "less than".
    if (/^<[!?]/.test(html.slice(begin, begin + 2))) return after(html, '>', begin)
    tokens.push({ kind: 'text', text: '<' })
    return begin + 1
  }
  const name = (head[2] ?? '').toLowerCase()
  const { attributes, end } = readAttributes(html, begin + head[0].length)
  if (head[1] === '/') tokens.push({ kind: 'close', name })
  else if (UNSEEN.has(name)) return after(html, '>', after(html, `</${name}`, end))
  else tokens.push({ kind: 'open', name, attributes })
  return end
}

const UNSEEN = new Set(['script', 'style', 'title', 'template', 'noscript', 'xml'])

const after = (html: string, mark: string, from: number): number => {
  const at = html.indexOf(mark, from)
  return at === -1 ? html.length : at + mark.length
}

const ATTRIBUTE = /\s*\/?(?:([^\s=>"'/]+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s>]*)))?)?/y

const readAttributes = (html: string, from: number): { attributes: ReadonlyMap<string, string>; end: number } => {
  const attributes = new Map<string, string>()
  ATTRIBUTE.lastIndex = from
  let at = from
  while (at < html.length && html[at] !== '>') {
    const [all = '', name, ...values] = ATTRIBUTE.exec(html) ?? []
    if (name !== undefined) attributes.set(name.toLowerCase(), decoded(values.find(value => value !== undefined) ?? ''))
    at += Math.max(1, all.length)
    ATTRIBUTE.lastIndex = at
  }
  return { attributes, end: Math.min(html.length, at + 1) }
}

/** Those that browsers and offices write; all others come as the letters themselves. */
const ENTITIES: Record<string, string> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
  nbsp: '\u00a0',
  ndash: '–',
  mdash: '—',
  hellip: '…',
  bull: '•',
  lsquo: '‘',
  rsquo: '’',
  ldquo: '“',
  rdquo: '”',
  copy: '©',
  euro: '€',
}

const decoded = (text: string): string =>
  text.replace(/&(?:#(\d{1,7})|#x([0-9a-f]{1,6})|([a-z]{2,8}));/gi, (all, decimal, hex, name) => {
    if (name !== undefined)
      return Object.hasOwn(ENTITIES, name.toLowerCase()) ? (ENTITIES[name.toLowerCase()] ?? all) : all
    const code = decimal === undefined ? Number.parseInt(hex, 16) : Number(decimal)
    return code > 31 && code <= 0x10ffff && !(code >= 0xd800 && code <= 0xdfff) ? String.fromCodePoint(code) : ' '
  })
