import type { Refusal } from '#protocol/refusals.ts'
import { isOnMessage, isPost, isReaction, isSameMatter } from './acts.ts'
import type { Act, OutboxEntry, Parked, Waiting } from './api.ts'
import type { Kept } from './outbox-store.ts'

export type Ok = Record<string, unknown>

/** One act in the outbox. */
export interface Item {
  kept: Kept
  /** What the timeline draws of a post. */
  entry: OutboxEntry | null
  /** Whether it was sent, perhaps by an earlier page: the server may know it, so that it cannot be rewritten any more. */
  tried: boolean
  /** The acknowledgement. From then on only what it shows is left, until the rows are here. */
  done: Ok | null
  since: number
}

/** Said where an act is about a message that never came to be. */
export const notThere: Refusal = {
  code: 'message_not_found',
  reason: 'message_deleted',
  message: 'That message is gone.',
}

export const isOpen = ({ kept, done }: Item): boolean => done === null && kept.failed === null

/** What the timeline draws of a post; null for everything else. */
export const entryIn = ({ clientId, at, failed, act }: Kept): OutboxEntry | null =>
  isPost(act)
    ? {
        clientId,
        channel: act.channel,
        text: act.text,
        files: act.files,
        at,
        state: failed === null ? { phase: 'waiting' } : { phase: 'failed', refusal: failed },
      }
    : null

export const parkedOf = ({ kept: { clientId, act, failed } }: Item): Parked | [] =>
  failed === null || isPost(act) ? [] : { clientId, act, refusal: failed }

/** An act that waits for its answer; nothing for a post, whose own line in the timeline shows that it waits. */
export const waitingOf = ({ kept: { clientId, act, failed } }: Item): Waiting | [] =>
  failed !== null || isPost(act) ? [] : { clientId, act }

/** Whether `later` is a newer edit of the same message: then nobody needs to hear that `earlier` was refused. */
export const takesPlaceOf = (later: Item, earlier: Item): boolean =>
  later.kept.order > earlier.kept.order &&
  later.kept.act.do === 'message.edit' &&
  earlier.kept.act.do === 'message.edit' &&
  isSameMatter(later.kept.act, earlier.kept.act)

/** Refusals that say that what was wanted is so already. */
export const isDoneAnyway = (act: Act, { code }: { code: string }): boolean =>
  code === 'message_not_found'
    ? act.do === 'message.delete' || act.do === 'reaction.remove'
    : code === 'not_a_member' && act.do === 'channel.leave'

/** The line of an own post, with what was done to it before the server knows it. */
export const echoOf = (item: Item, entry: OutboxEntry, items: readonly Item[]): OutboxEntry | [] => {
  let echo = entry
  for (const { kept } of items) {
    const { act, failed } = kept
    if (failed !== null || !isOnMessage(act) || act.channel !== entry.channel || isReaction(act)) continue
    const isIts =
      typeof act.message === 'number' ? act.message === item.done?.seq : act.message.clientId === entry.clientId
    if (!isIts) continue
    if (act.do === 'message.delete') return []
    if (act.do === 'message.edit') echo = { ...echo, text: act.text }
  }
  return echo
}
