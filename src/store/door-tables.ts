import { int, json, text } from './table.ts'

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
  claims: { columns: { hash: text, until: int }, key: ['hash'] },
  sightings: { columns: { session: text, user: text, at: int, network: text }, key: ['session'] },
  invitations: {
    columns: {
      ...{ id: text, hash: text, creator: text, role: text, channels: json, created: int },
      ...{ until: int, most: int, used: int, withdrawn: int },
    },
    key: ['id'],
  },
  bans: { columns: { network: text, person: text, at: int }, key: ['network'] },
} as const
