import { SECTION_NAME_CHARACTERS, SECTIONS_PER_PERSON } from '#protocol/limits.ts'
import { fixedSections, isFixedSection, isSharedSection } from '#protocol/sections.ts'
import { type Refused, refuse, type Verdict } from './decision.ts'
import type { Facts, Scope } from './facts.ts'
import type { Circumstances, IntentOf } from './intent.ts'
import { flag } from './place.ts'
import type { SectionRecord } from './records.ts'

type SetSection = IntentOf<'section.set'>

export const sectionScope = ({ section }: SetSection, { actor }: Circumstances): Scope => ({
  streams: [actor],
  facts: [['section', actor, section]],
  lists: [{ list: 'sectionsOf', key: [actor], limit: SECTIONS_PER_PERSON + fixedSections.length + 1 }],
})

/**
 * Makes a section of one's own list of channels, or changes it: `{section}`. What is not named stays as it is. Channels name
 * their section, so that one that goes leaves them where they were before.
 */
export const setSection = (facts: Facts, intent: SetSection, { actor }: Circumstances): Verdict<'section.set'> => {
  const { section: id } = intent
  const before = facts.get('section', actor, id)
  const none = { user: actor, id, rev: 0, ...plain }
  const row: SectionRecord = intent.gone ? { ...none, gone: 1 } : changed(before ?? none, intent)
  const fault = faultOf(row)
  if (fault) return fault
  const isNew = before === null || before.gone !== null
  const own = facts.list('sectionsOf', actor).filter(each => !isFixedSection(each.id) && each.id !== id)
  if (isNew && !isFixedSection(id) && own.length >= SECTIONS_PER_PERSON)
    return refuse('too_many_sections', `There is room for ${SECTIONS_PER_PERSON} sections.`, {
      limit: SECTIONS_PER_PERSON,
    })
  return { writes: [{ stream: actor, table: 'sections', row }], ok: { section: id } }
}

const plain = { name: '', rank: 0, folded: null, sort: null, unread: null, hidden: null, gone: null } as const

/** As it is kept. */
export const normalizeSectionName = (typed: string): string => typed.normalize('NFC').replace(/\s+/gu, ' ').trim()

const changed = (before: SectionRecord, { name, rank, folded, sort, unread, hidden }: SetSection): SectionRecord => ({
  ...before,
  ...(name !== undefined && { name: normalizeSectionName(name) }),
  ...(rank !== undefined && { rank }),
  ...(folded !== undefined && { folded: flag(folded) }),
  ...(sort !== undefined && { sort }),
  ...(unread !== undefined && { unread: flag(unread) }),
  ...(hidden !== undefined && { hidden: flag(hidden) }),
  gone: null,
})

const faultOf = ({ id, name, hidden, gone }: SectionRecord) => {
  if (isFixedSection(id) || isSharedSection(id))
    return name !== '' || gone !== null || (hidden !== null && isFixedSection(id))
      ? refuse('invalid', 'This section is neither named nor removed.')
      : null
  if (gone !== null) return null
  return hidden === null ? sectionNameFault(name) : refuse('invalid', 'A section of your own is not hidden.')
}

/** Why a section cannot be called so; null if it can. */
export const sectionNameFault = (name: string): Refused | null => {
  if (name === '') return refuse('name_invalid', 'A section needs a name.', { reason: 'name_empty' })
  if (name.length > SECTION_NAME_CHARACTERS)
    return refuse('name_invalid', `The name of a section has at most ${SECTION_NAME_CHARACTERS} characters.`, {
      reason: 'name_long',
      limit: SECTION_NAME_CHARACTERS,
    })
  return /[\p{Cc}\p{Cs}]/u.test(name)
    ? refuse('name_invalid', 'A name cannot have control characters.', { reason: 'name_hidden' })
    : null
}
