import { SHARED_SECTIONS } from '#protocol/limits.ts'
import { refuse, type Verdict } from './decision.ts'
import type { Facts, Scope } from './facts.ts'
import type { Circumstances, IntentOf } from './intent.ts'
import { openToAll } from './open-to-all.ts'
import { normalizeSectionName, sectionNameFault } from './section.ts'
import type { SharedSectionRecord } from './team-records.ts'

/** Far enough apart that another one fits in between; together they stand above all own sections, whose steps are a thousand times as wide. */
const STEP = 2 ** 10

type Share = IntentOf<'section.share'>

export const shareScope = ({ section, channels = [] }: Share, { actor, workspace, fresh }: Circumstances): Scope => ({
  streams: [workspace],
  facts: [['user', actor], ['shared', section ?? fresh], ...channels.map(channel => ['channel', channel] as const)],
  lists: [{ list: 'sharedSections', key: [], limit: SHARED_SECTIONS }],
})

/**
 * Makes a section for everybody, or changes it: `{section}`. What is not named stays as it is. A channel stands in one of
 * them: naming it in another takes it out of the first.
 */
export const share = (
  facts: Facts,
  intent: Share,
  { actor, workspace, fresh }: Circumstances,
): Verdict<'section.share'> => {
  if ((facts.get('user', actor)?.role ?? 'member') === 'member')
    return refuse('not_allowed', 'Only admins of the workspace can do this.', { reason: 'admins_only' })
  const id = intent.section ?? fresh
  const before = facts.get('shared', id)
  if (intent.section !== undefined && (before === null || before.gone !== null))
    return refuse('section_not_found', 'There is no such section.')
  const others = facts.list('sharedSections').filter(each => each.id !== id)
  if (before === null && others.length >= SHARED_SECTIONS)
    return refuse('too_many_sections', `There is room for ${SHARED_SECTIONS} sections.`, { limit: SHARED_SECTIONS })
  const written = (row: SharedSectionRecord) => ({ stream: workspace, table: 'shared', row }) as const
  if (intent.gone)
    return { writes: [written({ id, rev: 0, name: '', rank: 0, channels: [], gone: 1 })], ok: { section: id } }
  const name = intent.name === undefined ? (before?.name ?? '') : normalizeSectionName(intent.name)
  const fault = sectionNameFault(name)
  if (fault) return fault
  const chosen =
    intent.channels === undefined ? { channels: before?.channels ?? [] } : openToAll(facts, intent.channels)
  if ('refused' in chosen) return chosen
  const { channels } = chosen
  const last = Math.max(0, ...others.map(({ rank }) => rank))
  const rank = intent.rank ?? before?.rank ?? last + STEP
  const robbed = others.flatMap(each => {
    const left = each.channels.filter(channel => !channels.includes(channel))
    return left.length === each.channels.length ? [] : [written({ ...each, channels: left })]
  })
  return { writes: [...robbed, written({ id, rev: 0, name, rank, channels, gone: null })], ok: { section: id } }
}
