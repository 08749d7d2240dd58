/** One textual replacement in a source file; `find` must occur there exactly once. */
export type Replacement = { file: string; find: string; replace: string }

export type CanaryName = keyof typeof canaries

/** Faults that the harness has to find, as the smallest changes to the product that make them. */
export const canaries = {
  'acknowledge before commit': [
    {
      file: 'src/store/sqlite.ts',
      find: "run.sql('commit')\n",
      replace: "setTimeout(() => db.inTransaction && run.sql('commit'), 20)\n",
    },
    {
      file: 'src/store/sqlite.ts',
      find: "run.sql('begin immediate')",
      replace: "if (db.inTransaction) run.sql('commit')\n      run.sql('begin immediate')",
    },
  ],
  'no look-up of duplicates': [
    {
      file: 'src/store/batch.ts',
      find: "const earlier = request.once && this.#world.facts.get('command', request.actor, request.once.clientId)",
      replace: 'const earlier = null',
    },
    // The table of outcomes would refuse a second one, so none are kept.
    { file: 'src/store/batch.ts', find: 'if (request.once) this.#remember(', replace: 'if (false) this.#remember(' },
  ],
  'a lost hint is not repaired': [
    {
      file: 'src/bus/local.ts',
      find: 'for (const hint of hints) for (const hear of listeners) hear(hint)',
      replace: `for (const hint of hints) {
        globalThis.hints = (globalThis.hints ?? 0) + 1
        if (globalThis.hints % 100 !== 0) for (const hear of listeners) hear(hint)
      }`,
    },
    { file: 'src/edge/hub.ts', find: 'const inOrder = frame.since <= topic.head', replace: 'const inOrder = true' },
  ],
  'resume off by one': [
    {
      file: 'src/store/reads.ts',
      find: 'yield* posted(stream, since, head)',
      replace: 'yield* posted(stream, since + 1, head)',
    },
  ],
  'a tombstone keeps its text': [
    {
      file: 'src/domain/own-message.ts',
      find: "row: { ...message, text: '', files: null, edited: null, deleted: 1, changed: 1 }",
      replace: 'row: { ...message, files: null, edited: null, deleted: 1, changed: 1 }',
    },
  ],
  'a reset keeps the text of a deleted message': [
    {
      file: 'src/app/sync.ts',
      find: 'return { rows: [...own, ...rows, ...beside], from, to, more }',
      replace: `const kept = rows.map(row => (row.deleted ? { ...row, text: 'kept' } : row))
  return { rows: [...own, ...kept, ...beside], from, to, more }`,
    },
  ],
  'a reset leaves out what stands beside': [
    {
      file: 'src/app/sync.ts',
      find: 'return { rows: [...own, ...rows, ...beside], from, to, more }',
      replace: 'return { rows: [...own, ...rows], from, to, more }',
    },
  ],
  'an edit of an old message is not told': [
    {
      file: 'src/store/reads.ts',
      find: 'and changed is not null order by rev',
      replace: 'and changed is not null and false order by rev',
    },
  ],
} satisfies Record<string, readonly Replacement[]>
