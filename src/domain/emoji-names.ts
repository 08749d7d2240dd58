import { EMOJI_LIST } from './emoji-list.ts'

/**
 * The one name by which an emoji is kept: Slack's first short name, with a skin tone where one was said ("thumbsup" is
 * "+1", "wave::skin-tone-3" stays). Null where there is no such emoji, or it comes in one tone only.
 */
export const emojiName = (name: string): string | null => {
  const [base = '', tone, ...rest] = name.split('::')
  const known = names().get(base)
  if (known === undefined || rest.length > 0) return null
  if (tone === undefined) return known.name
  return known.toned && /^skin-tone-[2-6]$/.test(tone) ? `${known.name}::${tone}` : null
}

interface Known {
  name: string
  toned: boolean
}

let byName: Map<string, Known> | undefined

/** Made at its first use: a server starts without it. */
const names = (): Map<string, Known> => {
  byName ??= new Map(EMOJI_LIST.split(' ').flatMap(entries))
  return byName
}

const entries = (line: string): [string, Known][] => {
  const toned = line.endsWith('+')
  const all = (toned ? line.slice(0, -1) : line).split(',')
  const known = { name: all[0] ?? '', toned }
  return all.map(name => [name, known])
}
