import * as v from 'valibot'
import { PlaceFacts } from '#protocol/frames.ts'
import { Rev, StreamId, UserId } from '#protocol/ids.ts'
import { Int } from '#protocol/numbers.ts'
import { Row } from '#protocol/rows.ts'

/**
 * One stream as it was held at one moment: rows and rev belong together, so that any tab may write any copy at any
 * time, and an older one that overwrites a newer is still right.
 */
export const CachedStream = v.object({
  key: StreamId,
  user: UserId,
  epoch: v.string(),
  rev: Rev,
  rows: v.array(Row),
  /** Of a channel: whether messages exist before `from`. */
  older: v.boolean(),
  /** Of a channel: the interval of seq that its messages cover; none where `from` is above `to`. */
  from: Int,
  to: Int,
  /** Of a channel: the rev of the own stream up to which its marks and mentions are right (OWN). */
  own: Rev,
  /** Of the own stream: what the sidebar needs of each channel. */
  facts: v.array(PlaceFacts),
})

/** What is cached, without its rows: whose it is, up to which rev what was deleted is gone from it, and when it was last used. */
export const CachedMark = v.object({ key: StreamId, user: UserId, epoch: v.string(), rev: Rev, at: v.number() })

export type CachedStream = v.InferOutput<typeof CachedStream>
export type CachedMark = v.InferOutput<typeof CachedMark>
