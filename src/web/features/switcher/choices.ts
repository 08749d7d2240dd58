import { computed, type ReadonlySignal } from '@preact/signals'
import { channelNameFault } from '#domain/name-faults.ts'
import { normalizeChannelName } from '#domain/names.ts'
import type { UserRow } from '#protocol/rows.ts'
import type { ChannelSummary, Client } from '../../sync/api.ts'
import { mayCreate } from '../policies/may-create.ts'
import { sameName } from '../same-name.ts'
import { othersIn, titleOf } from '../title-of.ts'
import { found } from './found.ts'

/** A line of the palette: where to go, or the name of a channel to be created. */
export type Choice =
  | { kind: 'channel'; key: string; channel: ChannelSummary }
  | { kind: 'direct'; key: string; channel: ChannelSummary; title: string }
  | { kind: 'person'; key: string; person: UserRow }
  | { kind: 'create'; key: string; name: string }

/** Nobody reads more lines than these; who looks for another one types on. */
export const MOST = 30

/**
 * What may be meant: what is called just so, one's own channels, conversations and people, then channels that one is not
 * in; last, where no channel is called so, one to be created. `count` is of all, `lines` of those that are shown.
 */
export const choicesFor = (
  client: Client,
  typed: ReadonlySignal<string>,
  people: ReadonlySignal<readonly UserRow[]>,
): ReadonlySignal<{ count: number; hasPeople: boolean; lines: readonly Choice[] }> =>
  computed(() => {
    const letters = typed.value
    const wanted = normalizeChannelName(letters)
    const channels = foundBy(client.replica.channels.value, letters)
    const directs = directsFor(client, letters)
    const known = new Set(directs.flatMap(({ channel }) => (channel.kind === 'dm' ? othersIn(client, channel) : [])))
    const persons = letters.trim() === '' ? [] : people.value.filter(({ id }) => !known.has(id))
    const isMine = (channel: ChannelSummary) => channel.joined || channel.name === wanted
    const all: Choice[] = [
      ...channels.filter(isMine).map(channelChoice),
      ...directs,
      ...persons.map(person => ({ kind: 'person', key: person.id, person }) as const),
      ...channels.filter(channel => !isMine(channel)).map(channelChoice),
    ]
    const hasPeople = directs.length + persons.length > 0
    const lines = all.slice(0, MOST)
    if (mayCreate.peek() && isNew(client, channels, wanted)) lines.push({ kind: 'create', key: 'create', name: wanted })
    return { count: all.length, hasPeople, lines }
  })

const channelChoice = (channel: ChannelSummary): Choice => ({ kind: 'channel', key: channel.id, channel })

/** Where letters find nothing, a name that only looks the same may: that one could not be created either. */
const foundBy = (channels: readonly ChannelSummary[], typed: string): readonly ChannelSummary[] => {
  const all = found(channels, typed)
  const same = all.length === 0 ? sameName(channels, typed) : null
  return same ? [same] : all
}

/** Whether it is new can be told only once the rule of names is here. */
const isNew = ({ replica }: Client, channels: readonly ChannelSummary[], name: string): boolean =>
  channels.length === 0 && channelNameFault(name) === null && sameName(replica.channels.value, name) === undefined

/** Conversations in whose names all parts of what was typed are, what moved last first. */
const directsFor = (client: Client, typed: string) => {
  const parts = folded(typed).split(/\s+/)
  return [...client.replica.directs.value]
    .sort((a, b) => Number(b.unread > 0) - Number(a.unread > 0) || b.moved - a.moved)
    .flatMap(channel => {
      const title = titleOf(client, channel).name
      const isMeant = parts.every(part => folded(title).includes(part))
      return isMeant ? ({ kind: 'direct', key: channel.id, channel, title } as const) : []
    })
}

const folded = (text: string): string => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase()
