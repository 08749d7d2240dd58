import * as z from 'zod/mini'
import { PlaceFacts } from '#protocol/frames.ts'
import { Rev, StreamId, UserId } from '#protocol/ids.ts'
import { Row } from '#protocol/rows.ts'

/**
 * One stream as it was held at one moment: rows and rev belong together, so that any tab may write any copy at any
 * time, and an older one that overwrites a newer is still right.
 */
export const CachedStream = z.object({
  key: StreamId,
  user: UserId,
  epoch: z.string(),
  rev: Rev,
  rows: z.array(Row),
  /** Of a channel: whether messages exist before `from`. */
  older: z.boolean(),
  /** Of a channel: the interval of seq that its messages cover; none where `from` is above `to`. */
  from: z.int(),
  to: z.int(),
  /** Of a channel: the rev of the own stream up to which its marks are right (OWN). */
  own: Rev,
  /** Of the own stream: what the sidebar needs of each channel. */
  facts: z.array(PlaceFacts),
})

/** What is cached, without its rows: whose it is, up to which rev what was deleted is gone from it, and when it was last used. */
export const CachedMark = z.object({ key: StreamId, user: UserId, epoch: z.string(), rev: Rev, at: z.number() })

export type CachedStream = z.infer<typeof CachedStream>
export type CachedMark = z.infer<typeof CachedMark>
