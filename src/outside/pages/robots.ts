/**
 * What a `robots.txt` says of one path (RFC 9309): the rules of the group that names us, else of the one for all; the
 * longest that fits wins, and of two as long the one that allows.
 */
export const allows = (robots: string, agent: string, path: string): boolean => {
  const groups = groupsIn(robots)
  const ours = groups.filter(({ agents }) => agents.some(name => name !== '*' && agent.toLowerCase().startsWith(name)))
  const rules = (ours.length > 0 ? ours : groups.filter(({ agents }) => agents.includes('*'))).flatMap(
    ({ rules }) => rules,
  )
  const fitting = rules.filter(({ pattern }) => pattern !== '' && fits(pattern, path))
  const longest = Math.max(0, ...fitting.map(({ pattern }) => pattern.length))
  const deciding = fitting.filter(({ pattern }) => pattern.length === longest)
  return deciding.length === 0 || deciding.some(({ allow }) => allow)
}

type Group = { agents: string[]; rules: { allow: boolean; pattern: string }[] }

/** Of a file that is all rules no more are read. */
const LINES = 5000

const groupsIn = (robots: string): Group[] => {
  const groups: Group[] = []
  let isNaming = false
  for (const line of robots.split(/\r?\n|\r/, LINES)) {
    const [, key = '', value = ''] = /^\s*([a-z-]+)\s*:\s*([^#]*)/i.exec(line) ?? []
    const name = key.toLowerCase()
    if (name === 'user-agent') {
      if (!isNaming) groups.push({ agents: [], rules: [] })
      isNaming = true
      groups.at(-1)?.agents.push(value.trim().toLowerCase())
    } else if (name === 'allow' || name === 'disallow') {
      isNaming = false
      groups.at(-1)?.rules.push({ allow: name === 'allow', pattern: value.trim() })
    }
  }
  return groups
}

/** `*` is anything, `$` at the end the end. Step by step, so that no pattern takes longer than it is long times the path. */
const fits = (pattern: string, path: string): boolean => {
  const isWhole = pattern.endsWith('$')
  const [first = '', ...parts] = (isWhole ? pattern.slice(0, -1) : pattern).split('*')
  if (!path.startsWith(first)) return false
  let at = first.length
  for (const part of parts) {
    const found = path.indexOf(part, at)
    if (found === -1) return false
    at = found + part.length
  }
  const last = parts.at(-1)
  return !isWhole || at === path.length || last === '' || (last !== undefined && path.endsWith(last))
}
