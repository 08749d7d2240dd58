import type { NoticeLevel } from '#protocol/rows.ts'

/** Everything by which it is decided whether a message is told to somebody at once. */
export type NoticeFacts = {
  /** The reader wrote it, on whichever device. */
  isOwn: boolean
  /** A line about the channel, which nobody wrote. */
  isSystem: boolean
  isDeleted: boolean
  /** It was read, here or elsewhere. */
  isRead: boolean
  /** It was said to the reader alone, or to a few. */
  isDirect: boolean
  /** It names the reader, or calls everybody in the channel. */
  isMention: boolean
  mute: boolean
  /** Of the conversation; null: none of its own. */
  level: NoticeLevel | null
  /** Of the person, for conversations without a level. */
  preference: 'all' | 'meant' | 'nothing'
}

/** What a decision went by: the last one decided, those before it let it pass. */
export type NoticeStep =
  | 'own'
  | 'system'
  | 'deleted'
  | 'read'
  | 'muted'
  | 'channel-all'
  | 'channel-mentions'
  | 'channel-nothing'
  | 'everything'
  | 'meant'
  | 'nothing'
  | 'direct'
  | 'mention'
  | 'not-meant'

export type Notice = { notifies: boolean; path: readonly NoticeStep[] }

/**
 * [WHY] Whether a message is told to somebody at once, and by which way that was decided. Whoever tells anybody of
 * anything asks this and nothing else, so that two places never disagree, and "why?" has an answer.
 */
export const notice = (facts: NoticeFacts): Notice => {
  const silenced = silencedBy(facts)
  if (silenced !== null) return { notifies: false, path: [silenced] }
  const { level, preference, isDirect } = facts
  const steps: readonly NoticeStep[] = level === null ? stepsOf(preference, isDirect) : [`channel-${level}`]
  const wanted = level ?? usualLevel(preference, isDirect)
  if (wanted !== 'mentions') return { notifies: wanted === 'all', path: steps }
  return { notifies: facts.isMention, path: [...steps, facts.isMention ? 'mention' : 'not-meant'] }
}

/** What is told of a conversation that has no level of its own: all that is said to one alone, or to a few, is meant for one. */
export const usualLevel = (preference: NoticeFacts['preference'], isDirect: boolean): NoticeLevel => {
  if (preference !== 'meant') return preference
  return isDirect ? 'all' : 'mentions'
}

const stepsOf = (preference: NoticeFacts['preference'], isDirect: boolean): readonly NoticeStep[] => {
  if (preference === 'all') return ['everything']
  if (preference === 'nothing') return ['nothing']
  return isDirect ? ['meant', 'direct'] : ['meant']
}

const silencedBy = ({ isOwn, isSystem, isDeleted, isRead, mute }: NoticeFacts): NoticeStep | null => {
  if (isOwn) return 'own'
  if (isSystem) return 'system'
  if (isDeleted) return 'deleted'
  if (isRead) return 'read'
  return mute ? 'muted' : null
}
