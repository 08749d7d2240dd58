import type { ChannelSummary, Client } from '../sync/api.ts'

/** What a conversation is called, wherever it is named: in the list, above it, in its field, in the palette, in the tab. */
export interface Title {
  /** Bare, as lists have it: "general", "Ada, Grace". */
  name: string
  /** As it is spoken of: "#general", "Ada, Grace". */
  full: string
}

/** Reads signals: a title of people changes with their names. */
export const titleOf = (client: Client, summary: ChannelSummary): Title => {
  const { name } = summary
  if (!isDirect(summary)) return { name, full: `#${name}` }
  const title = name === '' ? peopleIn(client, summary) : name
  return { name: title, full: title }
}

/** Whether a conversation is called by its people, and stands among the direct ones. */
export const isDirect = ({ kind }: Pick<ChannelSummary, 'kind'>): boolean => kind === 'dm' || kind === 'group'

/** Everybody else in a direct conversation; with nobody else it is oneself. */
export const othersIn = ({ session }: Client, { people }: ChannelSummary): readonly string[] => {
  const { value } = session
  const others = value.phase === 'signed-in' ? people.filter(id => id !== value.id) : people
  return others.length > 0 ? others : people
}

const peopleIn = (client: Client, summary: ChannelSummary): string =>
  othersIn(client, summary)
    .map(id => client.replica.user(id).value?.name ?? '…')
    .sort((a, b) => a.localeCompare(b))
    .join(', ')
