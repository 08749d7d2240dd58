import type { PlaceRow } from '#protocol/rows.ts'
import type { Act, Arranged } from './api.ts'

/** As somebody has put a conversation in their own list. */
export const arrangedOf = (place: PlaceRow | null, over: Partial<Arranged> = {}): Arranged => ({
  star: place?.star === true,
  mute: place?.mute === true,
  section: place?.section ?? null,
  level: place?.level ?? null,
  ...over,
})

/** What an act says of it. */
export const arrangedBy = ({
  star,
  mute,
  section,
  level,
}: Extract<Act, { do: 'place.arrange' }>): Partial<Arranged> => ({
  ...(star !== undefined && { star }),
  ...(mute !== undefined && { mute }),
  ...(section !== undefined && { section }),
  ...(level !== undefined && { level }),
})
