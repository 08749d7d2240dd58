import * as v from 'valibot'

/**
 * The sections that every list of channels has, by the id of their row. A row for one of them says only how it is shown: it
 * can be neither named nor removed.
 */
export const fixedSections = ['starred', 'channels', 'direct', 'others'] as const

/** Whether a section is one that every list has. */
export const isFixedSection = (id: string): boolean => fixedSections.some(each => each === id)

/** A section of one's own: its maker draws the id, so that it can be made without a connection. */
export const OwnSectionId = v.pipe(v.string(), v.regex(/^L[A-Z0-9]{8,20}$/))

/** A section that an admin made for everybody. */
export const SharedSectionId = v.pipe(v.string(), v.regex(/^E[A-Z0-9]{8,20}$/))

export const SectionId = v.union([v.picklist(fixedSections), OwnSectionId, SharedSectionId])

/** Where somebody may put a channel: `channels` is where it stands if it is in no section, also in none for everybody. */
export const PlaceSection = v.union([v.literal('channels'), OwnSectionId, SharedSectionId])

/** Whether it is one that an admin made for everybody. */
export const isSharedSection = (id: string): boolean => id.startsWith('E')

/** How the channels of a section stand: by name, or the one in which something was said last first. */
export const SectionSort = v.picklist(['name', 'recent'])

export type SectionSort = v.InferOutput<typeof SectionSort>
