import type { SectionSort } from '#protocol/sections.ts'

/** What one says of a section; what is not said stays as it is. */
export type SectionChoices = Pick<Section, 'name' | 'rank' | 'unread'> & {
  folded: boolean
  sort: SectionSort
  hidden: boolean
}

/** A section of my list. The fixed ones have neither name nor rank. */
export interface Section {
  id: string
  name: string
  rank: number
  /** Null where nothing was chosen: what holds then is the list's own. */
  folded: boolean | null
  sort: SectionSort | null
  /** Only what is unread is listed. */
  unread: boolean
  /** Of one for everybody: it is not in my list. */
  hidden?: boolean | undefined
  /** Of one for everybody: what stands in it. */
  channels?: readonly string[]
}
