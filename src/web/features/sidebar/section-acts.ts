import { isFixedSection, isSharedSection } from '#protocol/sections.ts'
import type { Act, Arranged, Client } from '../../sync/api.ts'
import type { MenuEntry } from '../../ui/menu.tsx'
import { say } from '../../words/say.ts'
import { PENCIL, TRASH } from '../actions/outlines.ts'
import { opened } from '../opened.ts'
import { BY_NAME, DOT } from './outlines.ts'

type SetSection = Extract<Act, { do: 'section.set' }>

/** Shown at once, and sent when it can be: nothing waits for it. */
const perform = (client: Client, act: Act): void => void client.perform(act, AbortSignal.abort())

export const setSection = (client: Client, act: Omit<SetSection, 'do'>): void =>
  perform(client, { do: 'section.set', ...act })

export const arrange = (client: Client, channel: string, arranged: Partial<Arranged>): void => {
  // One part of it an act, so that what is done to one part takes nobody else's place.
  for (const part of Object.entries(arranged))
    perform(client, { do: 'place.arrange', channel, ...Object.fromEntries([part]) })
}

/** Far enough apart that another one fits in between many times. */
const STEP = 2 ** 20

/** Makes a section below all others: its id. */
export const makeSection = (client: Client, name: string): string => {
  const ranks = ownSections(client).map(({ rank }) => rank)
  const section = `L${drawn(12)}`
  setSection(client, { section, name, rank: Math.max(0, ...ranks) + STEP })
  return section
}

/** Ids are drawn here, so that a section can be made without a connection; they only have to differ from one's own. */
const drawn = (length: number): string =>
  Array.from(crypto.getRandomValues(new Uint8Array(length)), byte => SIGNS[byte % SIGNS.length]).join('')

const SIGNS = 'ABCDEFGHJKLMNPQRSTUVWXYZ23456789'

/** Those that stand in my list by a name, in their order. */
export const ownSections = (client: Client) =>
  [...client.replica.sections.peek().values()].filter(({ id, hidden }) => !isFixedSection(id) && !hidden)

/** Puts a channel into a section, or into none: also out of one for everybody, in which it stands by itself. */
export const putInto = (client: Client, channel: string, section: string | null): void => {
  const isShared = [...client.replica.sharedSections.peek().values()].some(({ channels }) => channels.includes(channel))
  arrange(client, channel, { star: false, section: section ?? (isShared ? 'channels' : null) })
}

/** What can be done with a section. */
export const sectionEntries = (client: Client, section: string, isFolded: boolean): MenuEntry[] => {
  const { sort = null, unread = false } = client.replica.sections.value.get(section) ?? {}
  const isByName = sort === 'name' || (sort === null && section === 'others')
  const entries: MenuEntry[] = [
    {
      label: isFolded ? say`Unfold` : say`Fold`,
      icon: isFolded ? 'chevron-down' : 'chevron-right',
      run: () => setSection(client, { section, folded: !isFolded }),
    },
    isByName
      ? { label: say`Sort by activity`, icon: 'clock', run: () => setSection(client, { section, sort: 'recent' }) }
      : { label: say`Sort by name`, icon: BY_NAME, run: () => setSection(client, { section, sort: 'name' }) },
    unread
      ? { label: say`Show all`, icon: 'check', run: () => setSection(client, { section, unread: false }) }
      : { label: say`Show only unread`, icon: DOT, run: () => setSection(client, { section, unread: true }) },
  ]
  if (!isFixedSection(section)) entries.push(...ownEntries(client, section))
  entries.push(...hiddenEntries(client))
  if (isAdmin(client))
    entries.push({ label: say`New section for everybody`, icon: 'plus', run: () => (opened.value = { share: null }) })
  entries.push({ label: say`New section`, icon: 'plus', run: () => (opened.value = { section: null }) })
  return entries
}

const ownEntries = (client: Client, section: string): MenuEntry[] => {
  const all = ownSections(client)
  const at = all.findIndex(({ id }) => id === section)
  const moves: MenuEntry[] = []
  const move = (to: number) => () => setSection(client, { section, rank: rankAt(all, at, to) })
  if (at > 0) moves.push({ label: say`Move up`, icon: 'arrow-up', run: move(at - 1) })
  if (at < all.length - 1) moves.push({ label: say`Move down`, icon: 'arrow-down', run: move(at + 1) })
  if (isSharedSection(section)) return [...moves, ...sharedEntries(client, section)]
  return [
    { label: say`Rename section`, icon: PENCIL, run: () => (opened.value = { section }) },
    ...moves,
    { label: say`Remove section`, icon: TRASH, run: () => setSection(client, { section, gone: true }) },
  ]
}

const sharedEntries = (client: Client, section: string): MenuEntry[] => [
  ...(isAdmin(client)
    ? [
        {
          label: say`Edit section for everybody`,
          icon: PENCIL,
          run: () => (opened.value = { share: section }),
        } as const,
      ]
    : []),
  { label: say`Hide section`, icon: 'close', run: () => setSection(client, { section, hidden: true }) },
]

/** The way back to what is hidden. */
const hiddenEntries = (client: Client): MenuEntry[] =>
  [...client.replica.sections.value.values()]
    .filter(({ hidden }) => hidden)
    .map(({ id, name }) => ({
      label: say`Show “${name}” again`,
      icon: 'check',
      run: () => setSection(client, { section: id, hidden: false }),
    }))

const isAdmin = ({ replica, session }: Client): boolean => {
  const me = session.value
  return me.phase === 'signed-in' && (replica.user(me.id).value?.role ?? 'member') !== 'member'
}

/** Between the two neighbours that it will have. */
const rankAt = (all: readonly { rank: number }[], from: number, to: number): number => {
  const others = all.filter((_, index) => index !== from)
  const above = others[to - 1]?.rank ?? 0
  const below = others[to]?.rank ?? above + 2 * STEP
  return Math.floor((above + below) / 2)
}
