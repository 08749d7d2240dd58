import { computed, type ReadonlySignal, signal } from '@preact/signals'
import type { SectionRow, SharedSectionRow } from '#protocol/rows.ts'
import { fixedSections, isSharedSection } from '#protocol/sections.ts'
import type { Act } from './api.ts'
import type { Kept } from './outbox-store.ts'
import type { Section } from './section.ts'

type SetSection = Extract<Act, { do: 'section.set' }>

/** The sections of my list of channels: the rows as the server says them, and over them what it does not know yet. */
export class Sections {
  readonly #rows = signal<ReadonlyMap<string, SectionRow>>(new Map())
  readonly #overlay = signal<readonly SetSection[]>([])

  readonly #shared: ReadonlySignal<ReadonlyMap<string, SharedSectionRow>>

  /** `shared`: those for everybody, of which a row of mine only says what I do with them. */
  constructor(shared: ReadonlySignal<ReadonlyMap<string, SharedSectionRow>> = signal(new Map())) {
    this.#shared = shared
  }

  /** The fixed ones, those for everybody, and mine, in their order. */
  readonly all: ReadonlySignal<ReadonlyMap<string, Section>> = computed(() => {
    const shown = new Map<string, Section>(fixedSections.map(id => [id, { ...plain, id }]))
    for (const { id, name, rank, channels } of this.#shared.value.values())
      shown.set(id, { ...plain, id, name, rank, channels })
    for (const row of this.#rows.value.values()) if (!row.gone) put(shown, row)
    for (const act of this.#overlay.value) draw(shown, act)
    return new Map([...shown].sort(([, a], [, b]) => a.rank - b.rank || (a.id < b.id ? -1 : 1)))
  })

  put(row: SectionRow): void {
    if (row.rev <= (this.held(row.id)?.rev ?? -1)) return
    this.#rows.value = new Map(this.#rows.peek()).set(row.id, row)
  }

  held(id: string): SectionRow | null {
    return this.#rows.peek().get(id) ?? null
  }

  /** Whether the rows say what an act asks for. */
  isSo(act: SetSection): boolean {
    const row = this.held(act.section)
    if (row === null) return false
    if (act.gone || row.gone) return act.gone === row.gone
    const before = sectionOf(row)
    return JSON.stringify(changed(before, act)) === JSON.stringify(before)
  }

  rows(): SectionRow[] {
    return [...this.#rows.peek().values()]
  }

  drop(): void {
    this.#rows.value = new Map()
  }

  /** What was done here and is not acknowledged, or not in the rows yet. */
  overlay(acts: readonly Kept[]): void {
    const mine = acts.flatMap(({ act }) => (act.do === 'section.set' ? [act] : []))
    if (mine.length > 0 || this.#overlay.peek().length > 0) this.#overlay.value = mine
  }
}

const plain = { name: '', rank: 0, folded: null, sort: null, unread: false } as const

/** Of a section for everybody its name and channels stay; one that is there no more is not shown by a row of mine. */
const put = (shown: Map<string, Section>, row: SectionRow): void => {
  const { name: _, rank, ...mine } = sectionOf(row)
  const before = shown.get(row.id)
  if (!isSharedSection(row.id)) shown.set(row.id, sectionOf(row))
  else if (before !== undefined) shown.set(row.id, { ...before, ...mine, rank: rank || before.rank })
}

const sectionOf = ({ id, name = '', rank = 0, folded, sort, unread, hidden }: SectionRow): Section => ({
  ...{ id, name, rank, folded: folded === true, sort: sort ?? null, unread: unread === true },
  ...(hidden && { hidden }),
})

const changed = (before: Section, { name, rank, folded, sort, unread, hidden }: SetSection): Section => ({
  ...before,
  ...(name !== undefined && { name: name.trim() }),
  ...(rank !== undefined && { rank }),
  ...(folded !== undefined && { folded }),
  ...(sort !== undefined && { sort }),
  ...(unread !== undefined && { unread }),
  ...(hidden !== undefined && { hidden: hidden || undefined }),
})

const draw = (shown: Map<string, Section>, act: SetSection): void => {
  if (act.gone) shown.delete(act.section)
  else if (shown.has(act.section) || !isSharedSection(act.section))
    shown.set(act.section, changed(shown.get(act.section) ?? { ...plain, id: act.section }, act))
}
