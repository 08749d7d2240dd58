import type { Candidate } from '../composer/candidates.ts'
import { slashCommands } from './slash-commands.ts'

/** Commands that begin so; one that is typed to its end needs no more help. */
export const commandsFor = (query: string): Candidate[] => {
  const found = slashCommands().filter(({ name }) => name.startsWith(query.toLowerCase()))
  if (found.length === 1 && found[0]?.name === query.toLowerCase()) return []
  return found.map(({ name, takes, what }) => ({
    key: name,
    name: takes === undefined ? `/${name}` : `/${name} ${takes}`,
    note: what,
    put: `/${name}`,
  }))
}
