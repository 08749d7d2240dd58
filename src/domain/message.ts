import { tsOf } from '#protocol/ts.ts'
import type { Decision, Verdict, Write } from './decision.ts'
import type { Facts, Scope } from './facts.ts'
import type { Circumstances, IntentOf } from './intent.ts'
import { inChannel, inChannelFacts } from './permission.ts'
import type { StreamRecord } from './records.ts'
import { textFault } from './text.ts'

type Post = IntentOf<'message.post'>

export const postScope = ({ channel }: Post, { actor }: Circumstances): Scope => ({
  streams: [channel],
  facts: inChannelFacts(channel, actor),
})

/** Posts a message at the end of its channel: `{seq, ts}`. */
export const post = (facts: Facts, { channel, clientId, text }: Post, at: Circumstances): Verdict<'message.post'> => {
  const found = inChannel(facts, 'post', channel, at)
  if ('refused' in found) return found
  const fault = textFault(text)
  if (fault) return { refused: fault }
  return appended(facts.get('stream', channel), { channel, author: at.actor, clientId, text }, at.now)
}

const asWritten = { changed: null, kind: null, data: null }

type NewMessage = { channel: string; author: string; clientId: string; text: string }

/** The decision that appends a message to a channel whose stream is locked (COMMIT-5, TS). */
export const appended = (stream: StreamRecord | null, message: NewMessage, now: number): Decision<'message.post'> => {
  const seq = (stream?.seq ?? 0) + 1
  const post = (stream?.posts ?? 0) + 1
  const ts = Math.max(now * 1000, (stream?.ts ?? 0) + 1)
  const row = { ...message, thread: 0, seq, ts, post, edited: null, deleted: null, ...asWritten }
  const write: Write = { stream: message.channel, table: 'messages', row }
  return {
    writes: [write],
    counters: [{ stream: message.channel, seq, posts: post, ts, moved: ts }],
    ok: { seq, ts: tsOf(ts) },
  }
}
