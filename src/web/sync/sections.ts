import { computed, type ReadonlySignal, signal } from '@preact/signals'
import type { SectionRow } from '#protocol/rows.ts'
import { fixedSections } from '#protocol/sections.ts'
import type { Act, Section } from './api.ts'
import type { Kept } from './outbox-store.ts'

type SetSection = Extract<Act, { do: 'section.set' }>

/** The sections of my list of channels: the rows as the server says them, and over them what it does not know yet. */
export class Sections {
  readonly #rows = signal<ReadonlyMap<string, SectionRow>>(new Map())
  readonly #overlay = signal<readonly SetSection[]>([])

  /** The fixed ones, and mine in their order. */
  readonly all: ReadonlySignal<ReadonlyMap<string, Section>> = computed(() => {
    const shown = new Map<string, Section>(fixedSections.map(id => [id, { ...plain, id }]))
    for (const row of this.#rows.value.values()) if (!row.gone) shown.set(row.id, sectionOf(row))
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

const sectionOf = ({ id, name = '', rank = 0, folded, sort, unread }: SectionRow): Section => ({
  ...{ id, name, rank, folded: folded === true, sort: sort ?? null, unread: unread === true },
})

const changed = (before: Section, { name, rank, folded, sort, unread }: SetSection): Section => ({
  ...before,
  ...(name !== undefined && { name: name.trim() }),
  ...(rank !== undefined && { rank }),
  ...(folded !== undefined && { folded }),
  ...(sort !== undefined && { sort }),
  ...(unread !== undefined && { unread }),
})

const draw = (shown: Map<string, Section>, act: SetSection): void => {
  if (act.gone) shown.delete(act.section)
  else shown.set(act.section, changed(shown.get(act.section) ?? { ...plain, id: act.section }, act))
}
