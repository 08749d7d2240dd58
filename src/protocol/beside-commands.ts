import * as v from 'valibot'
import { ChannelRef, ClientId, EmojiName, Seq } from './ids.ts'
import { URL_CHARACTERS } from './limits.ts'
import { Int } from './numbers.ts'
import { serverReads } from './server-reads.ts'

const durable = { clientId: v.optional(ClientId) }

/** Commands about what stands beside a message. */
export const besideCommands = {
  'reaction.add': {
    said: serverReads(v.object({ channel: ChannelRef, seq: Seq, name: EmojiName, ...durable })),
    answered: v.object({ count: Int }),
  },
  'reaction.remove': {
    said: serverReads(v.object({ channel: ChannelRef, seq: Seq, name: EmojiName, ...durable })),
    answered: v.object({ count: Int }),
  },
  'preview.remove': {
    said: serverReads(
      v.object({
        channel: ChannelRef,
        seq: Seq,
        url: v.pipe(v.string(), v.minLength(1), v.maxLength(URL_CHARACTERS)),
        ...durable,
      }),
    ),
    answered: v.object({ seq: Int }),
  },
} as const
