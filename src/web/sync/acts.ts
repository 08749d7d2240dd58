import { normalizeChannelName } from '#domain/names.ts'
import type { Fields } from '#protocol/commands.ts'
import { TEXT_CHARACTERS } from '#protocol/limits.ts'
import type { Refusal } from '#protocol/refusals.ts'
import type { About, Act, MessageName, Upkeep } from './api.ts'
import type { Kept } from './outbox-store.ts'

/** What each kind of act means to the outbox: which ones wait for each other, which ones take each other's place. */

export type Post = Extract<Act, { do: 'message.post' }>
export type OnMessage = Extract<Act, { message: MessageName }>
type Reaction = Extract<OnMessage, { name: string }>

export const isPost = (act: Act): act is Post => act.do === 'message.post'
export const isOnMessage = (act: Act): act is OnMessage => 'message' in act
export const isReaction = (act: Act): act is Reaction => act.do === 'reaction.add' || act.do === 'reaction.remove'
export const isSeat = (act: Act) => act.do === 'channel.join' || act.do === 'channel.leave'

/** What a channel is once this was done to it; null of an act that does nothing of the kind. */
export const aboutAfter = (act: Act): Partial<About> | null => {
  switch (act.do) {
    case 'channel.rename':
      return { name: normalizeChannelName(act.name) }
    case 'channel.describe':
      return {
        ...(act.topic !== undefined && { topic: act.topic }),
        ...(act.purpose !== undefined && { purpose: act.purpose }),
      }
    case 'channel.archive':
    case 'channel.unarchive':
      return { archived: act.do === 'channel.archive' }
    case 'channel.convert':
      return { kind: act.kind, ...(act.name !== undefined && { name: normalizeChannelName(act.name) }) }
    default:
      return null
  }
}

export const isUpkeep = (act: Act): act is Upkeep => aboutAfter(act) !== null

/** Acts of one lane go one after another in their order: what is said in a channel, or what is done to one message. */
export const laneOf = (act: Act): string => {
  if (isOnMessage(act)) return `${act.channel} ${nameOf(act.message)}`
  // A large file keeps nobody from going on to write.
  if (isPost(act) && act.files) return `${act.channel} ${act.files[0]?.upload}`
  if (act.do === 'preference.set') return `${act.do} ${act.name}`
  if (act.do === 'place.arrange') return `${act.do} ${act.channel} ${Object.keys(act).sort()}`
  if (act.do === 'section.set') return `${act.do} ${act.section}`
  return 'channel' in act ? act.channel : act.do
}

const nameOf = (message: MessageName): string | number => (typeof message === 'number' ? message : message.clientId)

/** Whether `act` cannot go before `earlier` has its answer, beyond the order within its lane. */
export const waitsFor = (act: Act, earlier: Kept): boolean => {
  if (!isOnMessage(act)) return false
  const { act: before, clientId } = earlier
  if (isAbout(act, clientId)) return true
  return isSeat(before) && 'channel' in before && before.channel === act.channel
}

/** Whether a post has files that are still on their way: it goes with them or not at all. */
export const lacksFiles = (act: Act): boolean => isPost(act) && act.files?.some(({ id }) => !id) === true

/** Whether an act is done to an own message that had no number yet when it was done. */
export const isAbout = (act: Act, clientId: string): boolean =>
  isOnMessage(act) && typeof act.message === 'object' && act.message.clientId === clientId

/** Whether two acts are about the same thing, so that the later one may take the place of the earlier one or undo it. */
export const isSameMatter = (a: Act, b: Act): boolean => {
  if (isPost(a) || isPost(b) || a.do === 'channel.create' || b.do === 'channel.create') return false
  if (isReaction(a)) return isReaction(b) && a.name === b.name && laneOf(a) === laneOf(b)
  if (isOnMessage(a)) return isOnMessage(b) && !isReaction(b) && laneOf(a) === laneOf(b)
  // Another part of the same section is another matter.
  if (a.do === 'section.set' && String(Object.keys(a).sort()) !== String(Object.keys(b).sort())) return false
  if (isOnMessage(b) || laneOf(a) !== laneOf(b)) return false
  return isSeat(a) ? isSeat(b) : matterOf(a) === matterOf(b)
}

/** Of a channel its name, its topic, its purpose … are matters of their own; of oneself, too. */
const matterOf = (act: Act): string =>
  act.do === 'profile.edit' ? Object.keys(act).join() : Object.keys(aboutAfter(act) ?? { [act.do]: true }).join()

/** Whether one is the way back from the other: neither has to be sent. */
export const isWayBack = (a: Act, b: Act): boolean => WAYS_BACK[a.do] === b.do

const WAYS_BACK: Partial<Record<Act['do'], Act['do']>> = {
  'reaction.add': 'reaction.remove',
  'reaction.remove': 'reaction.add',
  'channel.join': 'channel.leave',
  'channel.leave': 'channel.join',
  'channel.archive': 'channel.unarchive',
  'channel.unarchive': 'channel.archive',
}

/** Whether it holds something that somebody typed, so that a refused one outlives the page. */
export const isTyped = (act: Act): boolean =>
  'text' in act ||
  [
    'channel.create',
    'channel.rename',
    'channel.describe',
    'channel.convert',
    'profile.rename',
    'profile.edit',
  ].includes(act.do) ||
  (act.do === 'section.set' && 'name' in act)

/** The fields of the frame that asks for it; null while the message it is about has no number. */
export const fieldsOf = ({ clientId, act }: Kept): Fields<Act['do']> | null => {
  if (isPost(act) && act.files)
    return { ...act, clientId, files: act.files.map(({ id = '', alt }) => ({ id, ...(alt && { alt }) })) }
  if (!isOnMessage(act)) return { ...act, clientId }
  const { message, ...fields } = act
  return typeof message === 'number' ? { ...fields, seq: message, clientId } : null
}

/** What would not even fit into a frame is not sent; all other rules about texts are the server's. */
export const tooLong = (act: Act): Refusal | null =>
  'text' in act && act.text.length > TEXT_CHARACTERS
    ? { code: 'text_too_long', message: `A message has at most ${TEXT_CHARACTERS} characters.`, limit: TEXT_CHARACTERS }
    : null
