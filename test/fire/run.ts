import type { FinalRead, Message, Recorded } from './history.ts'

/** What one run recorded about one channel, and what was read of it in the end. */
export type ChannelRun = {
  channel: string
  /** The longest of the final reads: the order that everything else is compared with. */
  final: readonly Message[]
  finals: readonly FinalRead[]
  history: readonly Recorded[]
}

/** A run, taken apart by channel. */
export const byChannel = (history: readonly Recorded[], finals: readonly FinalRead[]): ChannelRun[] => {
  const moments = groupBy(history, moment => moment.channel)
  const reads = groupBy(finals, final => final.channel)
  const channels = new Set([...moments.keys(), ...reads.keys()])
  return [...channels].map(channel => {
    const own = reads.get(channel) ?? []
    return { channel, final: longest(own), finals: own, history: moments.get(channel) ?? [] }
  })
}

const longest = (finals: readonly FinalRead[]): readonly Message[] =>
  finals.reduce<readonly Message[]>((best, { messages }) => (messages.length > best.length ? messages : best), [])

/** The moments of one kind, in their order. */
export const only = <Kind extends Recorded['kind']>(run: ChannelRun, kind: Kind): Extract<Recorded, { kind: Kind }>[] =>
  run.history.filter((moment): moment is Extract<Recorded, { kind: Kind }> => moment.kind === kind)

/** Items by what `by` says of each, both in the order of the items. */
export const groupBy = <Item>(items: readonly Item[], by: (item: Item) => string): Map<string, Item[]> => {
  const groups = new Map<string, Item[]>()
  for (const item of items) {
    const group = groups.get(by(item))
    if (group === undefined) groups.set(by(item), [item])
    else group.push(item)
  }
  return groups
}
