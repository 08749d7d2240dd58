import { signal } from '@preact/signals'
import { normalizeChannelName } from '#domain/names.ts'
import type { ChannelSummary } from '../sync/api.ts'

type NameKey = (name: string) => string

/** The rule by which names are unique, with its table of look-alikes: no part of the first load. */
const nameKey = signal<NameKey | null>(null)
let loading: Promise<void> | undefined

const load = (): Promise<void> => {
  loading ??= import('#domain/name-key.ts').then(
    module => {
      nameKey.value = module.nameKey
    },
    () => {
      loading = undefined
    },
  )
  return loading
}

const keys = new Map<string, string>()
const keyOf = (name: string, rule: NameKey): string => {
  const known = keys.get(name) ?? rule(name)
  keys.set(name, known)
  return known
}

/**
 * The channel that the server would call the same, however the name was typed; undefined where there is none. `null`:
 * that can not be told yet, and shows by itself as soon as it can.
 */
export const sameName = (channels: readonly ChannelSummary[], typed: string): ChannelSummary | undefined | null => {
  const wanted = normalizeChannelName(typed)
  const exactly = publicFirst(channels.filter(({ name }) => name === wanted))
  if (exactly !== undefined || wanted === '') return exactly
  const rule = nameKey.value
  if (rule === null) {
    void load()
    return null
  }
  const key = rule(wanted)
  return publicFirst(channels.filter(({ name }) => keyOf(name, rule) === key))
}

/** [ROOM] A name is that of the public channel, also where somebody is in a private one of the same name. */
const publicFirst = (channels: readonly ChannelSummary[]): ChannelSummary | undefined =>
  channels.find(({ kind }) => kind === 'public') ?? channels[0]
