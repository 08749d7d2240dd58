import { computed, type ReadonlySignal, signal } from '@preact/signals'
import type { GroupingRow, Row, SharedSectionRow, UserGroupRow } from '#protocol/rows.ts'

/** User groups, in which of them I am, and the sections that are for everybody. */
export class Teams {
  readonly #groups = signal<ReadonlyMap<string, UserGroupRow>>(new Map())
  readonly #groupings = signal<ReadonlyMap<string, GroupingRow>>(new Map())
  readonly #sections = signal<ReadonlyMap<string, SharedSectionRow>>(new Map())

  /** By id, those that are there. */
  readonly groups: ReadonlySignal<ReadonlyMap<string, UserGroupRow>> = computed(() => there(this.#groups.value))
  readonly sections: ReadonlySignal<ReadonlyMap<string, SharedSectionRow>> = computed(() => there(this.#sections.value))
  /** The ids of the groups that I am in. */
  readonly mine: ReadonlySignal<ReadonlySet<string>> = computed(() => new Set(there(this.#groupings.value).keys()))

  put(row: UserGroupRow | GroupingRow | SharedSectionRow): void {
    if (row.row === 'usergroup') put(this.#groups, row.id, row)
    else if (row.row === 'shared') put(this.#sections, row.id, row)
    else put(this.#groupings, row.group, row)
  }

  /** What is held of the workspace's stream, or of my own. */
  rows(of: 'workspace' | 'user'): Row[] {
    const held = of === 'user' ? [this.#groupings] : [this.#groups, this.#sections]
    return held.flatMap(rows => [...rows.peek().values()])
  }

  drop(of: 'workspace' | 'user'): void {
    for (const rows of of === 'user' ? [this.#groupings] : [this.#groups, this.#sections]) rows.value = new Map()
  }
}

const there = <R extends { gone?: true | undefined }>(rows: ReadonlyMap<string, R>): ReadonlyMap<string, R> =>
  new Map([...rows].filter(([, row]) => !row.gone))

const put = <R extends { rev: number }>(
  rows: { peek(): ReadonlyMap<string, R>; value: ReadonlyMap<string, R> },
  key: string,
  row: R,
): void => {
  if (row.rev > (rows.peek().get(key)?.rev ?? -1)) rows.value = new Map(rows.peek()).set(key, row)
}
