/** The stream in which public channels are listed. */
export const DIRECTORY = 'directory'

/** The stream of the people here. */
export const PEOPLE = 'people'

/** What a stream belongs to. What kind of room a channel is (public, private, direct) is a column of its row instead. */
export type StreamKind = 'channel' | 'user' | 'workspace' | 'people' | 'directory'

/**
 * The kind of a stream, asked wherever something depends on it; null where it is none that this version knows. `D…` and
 * `G…` (direct messages and groups, named as Slack names them) are channels like `C…`.
 */
export const kindOf = (stream: string): StreamKind | null => {
  if (stream === DIRECTORY || stream === PEOPLE) return stream
  switch (stream[0]) {
    case 'C':
    case 'D':
    case 'G':
      return 'channel'
    case 'U':
      return 'user'
    case 'T':
      return 'workspace'
    default:
      return null
  }
}

export const isChannel = (stream: string): boolean => kindOf(stream) === 'channel'

/** In this file, which loads no schema library, because the small script that runs before the page needs it. */
export const CHANNEL_ID = /^[CDG][A-Z0-9]{8,20}$/

/** Whether this is a channel's id, and not its name. */
export const isChannelId = (channel: string): boolean => CHANNEL_ID.test(channel)
