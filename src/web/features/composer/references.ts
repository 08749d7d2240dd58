import { findAddresses } from '#domain/text/addresses.ts'
import { REFERENCE } from '#domain/text/references.ts'
import { codeIn } from './code.ts'

export interface Named {
  id: string
  name: string
}

/** Whoever and whatever can be named in a text: all that is held, and what was picked from the suggestions. */
export interface Known {
  people: readonly Named[]
  channels: readonly Named[]
  /** User groups, by their handles. */
  groups: readonly Named[]
}

/**
 * [TEXT-2] The text as it is sent: what is named becomes its id, `@Ada Lovelace` by the longest name that is known, `@here`
 * and its like a call. Code, addresses and what nobody is called stay as they were written.
 */
export const withIds = (text: string, known: Known): string => {
  if (!/[@#]/.test(text)) return text
  const names = { '@': tableOf([...known.people, ...known.groups], '@'), '#': tableOf(known.channels, '#') }
  for (const { id, name } of known.groups) names['@'].ids.set(name, `<!subteam^${id}>`)
  for (const call of CALLS) names['@'].ids.set(call, `<!${call}>`)
  const closed = [...codeIn(text), ...findAddresses(text).map(({ from, to }) => [from, to] as const)].sort(
    ([a], [b]) => a - b,
  )
  let sent = ''
  let done = 0
  let next = 0
  for (const { index, 0: sign } of text.matchAll(/[@#]/g)) {
    while ((closed[next]?.[1] ?? Number.POSITIVE_INFINITY) <= index) next += 1
    const isClosed = (closed[next]?.[0] ?? Number.POSITIVE_INFINITY) <= index
    if (index < done || isClosed || !mayName(text, index)) continue
    const found = longest(text, index + 1, names[sign as '@' | '#'])
    if (found === null) continue
    sent += text.slice(done, index) + found.id
    done = found.end
  }
  return sent + text.slice(done)
}

/**
 * The other way: a stored text as it is written, with the names of today. An id of which no name is known stays, and so
 * does a text that would not become the same again.
 */
export const withNames = (text: string, known: Known): string => {
  if (!text.includes('<')) return text
  const names = new Map<string, string>([
    ...known.people.map(({ id, name }) => [id, `@${name}`] as const),
    ...known.channels.map(({ id, name }) => [id, `#${name}`] as const),
    ...known.groups.map(({ id, name }) => [id, `@${name}`] as const),
  ])
  const code = codeIn(text)
  const written = text.replace(new RegExp(REFERENCE, 'g'), (all, user, channel, call, group, at: number) => {
    if (code.some(([from, to]) => from <= at && at < to)) return all
    return call === undefined ? (names.get(user ?? channel ?? group) ?? all) : `@${call}`
  })
  return withIds(written, known) === text ? written : text
}

/** Names for those in the channel who are here now, for all of it, for everybody. */
export const CALLS = ['here', 'channel', 'everyone'] as const

/**
 * Whether "@" or "#" at a place begins a name: not in the midst of a word, as in a mail address, and not after a
 * backslash. Scripts that put no spaces between words may have it anywhere.
 */
export const mayName = (text: string, at: number): boolean => {
  const before = text.slice(Math.max(0, at - 2), at)
  return before === '' || !/[\p{L}\p{M}\p{N}_\\/@#&.+-]$/u.test(before) || WITHOUT_SPACES.test(before)
}

const WITHOUT_SPACES =
  /[\p{scx=Han}\p{scx=Hiragana}\p{scx=Katakana}\p{scx=Hangul}\p{scx=Thai}\p{scx=Lao}\p{scx=Khmer}]$/u

interface Table {
  /** By name in small letters. */
  ids: Map<string, string>
  lengths: readonly number[]
}

const tableOf = (named: readonly Named[], sign: '@' | '#'): Table => {
  const ids = new Map(named.map(({ id, name }) => [name.toLowerCase(), `<${sign}${id}>`]))
  const lengths = new Set([
    ...named.map(({ name }) => name.length),
    ...(sign === '@' ? CALLS.map(call => call.length) : []),
  ])
  return { ids, lengths: [...lengths].sort((a, b) => b - a) }
}

/** Names are at most 80 long, so that each sign costs no more than so many looks. */
const longest = (text: string, from: number, { ids, lengths }: Table): { id: string; end: number } | null => {
  for (const length of lengths) {
    const end = from + length
    if (end > text.length) continue
    const id = ids.get(text.slice(from, end).toLowerCase())
    if (id !== undefined && isEnd(text, end)) return { id, end }
  }
  return null
}

/** "@Adam" does not name Ada, nor "#team-alpha" the channel "team". */
const isEnd = (text: string, end: number): boolean => {
  const after = text.slice(end, end + 3)
  if (!/^(?:[\p{L}\p{M}\p{N}_]|-[\p{L}\p{N}])/u.test(after)) return true
  return WITHOUT_SPACES.test(String.fromCodePoint(after.codePointAt(0) ?? 0))
}
