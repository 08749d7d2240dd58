import { int, text } from './table.ts'

/** What is kept of who comes in and by what, a part of `tables.ts`: rows of no stream. */
export const doorTables = {
  credentials: {
    columns: {
      ...{ kind: text, subject: text, user: text, proof: text, count: int, label: text, created: int, used: int },
    },
    key: ['kind', 'subject'],
  },
  tickets: { columns: { hash: text, kind: text, user: text, until: int, data: text }, key: ['hash'] },
  entries: {
    columns: { user: text, at: int, id: text, way: text, outcome: text, network: text },
    key: ['user', 'at', 'id'],
  },
} as const
