import { tsOf } from '#protocol/ts.ts'
import type { Decision, Verdict, Write } from './decision.ts'
import type { Facts, Scope } from './facts.ts'
import { sentFiles, sentScope } from './file.ts'
import type { Circumstances, IntentOf } from './intent.ts'
import { inChannel, inChannelFacts } from './permission.ts'
import type { StreamRecord } from './records.ts'
import { textFault } from './text.ts'

type Post = IntentOf<'message.post'>

/** A message without files needs nothing that it did not need before there were any. */
export const postScope = ({ channel, files = [] }: Post, { actor }: Circumstances): Scope => {
  const facts = inChannelFacts(channel, actor)
  if (files.length === 0) return { streams: [channel], facts }
  const sent = sentScope(files, actor)
  return { streams: [channel, ...sent.streams], facts: [...facts, ...sent.facts] }
}

/** Posts a message at the end of its channel, with its files in the same commit: `{seq, ts}`. */
export const post = (facts: Facts, intent: Post, at: Circumstances): Verdict<'message.post'> => {
  const { channel, clientId, text, files = [] } = intent
  const found = inChannel(facts, 'post', channel, at)
  if ('refused' in found) return found
  const fault = textFault(text, files.length > 0)
  if (fault) return { refused: fault }
  const message = { channel, author: at.actor, clientId, text }
  const stream = facts.get('stream', channel)
  if (files.length === 0) return appended(stream, message, at.now)
  const sent = sentFiles(facts, files, channel, at)
  if ('refused' in sent) return sent
  const decision = appended(stream, { ...message, files: JSON.stringify(sent.ids) }, at.now)
  const { seq = 0, ts = 0 } = decision.counters?.[0] ?? {}
  const { writes, drops } = sent.written({ seq, ts })
  return { ...decision, writes: [...decision.writes, ...writes], drops }
}

const asWritten = { changed: null, kind: null, data: null, files: null }

type NewMessage = { channel: string; author: string; clientId: string; text: string; files?: string }

/** The decision that appends a message to a channel whose stream is locked (COMMIT-5, TS). */
export const appended = (stream: StreamRecord | null, message: NewMessage, now: number): Decision<'message.post'> => {
  const seq = (stream?.seq ?? 0) + 1
  const post = (stream?.posts ?? 0) + 1
  const ts = Math.max(now * 1000, (stream?.ts ?? 0) + 1)
  const row = { ...asWritten, ...message, thread: 0, seq, ts, post, edited: null, deleted: null }
  const write: Write = { stream: message.channel, table: 'messages', row }
  return {
    writes: [write],
    counters: [{ stream: message.channel, seq, posts: post, ts, moved: ts }],
    ok: { seq, ts: tsOf(ts) },
  }
}
