import { expect, test } from 'bun:test'
import { full } from '../support/full.ts'
import { missing } from '../support/missing.ts'
import { patience } from '../support/pace.ts'
import { crashRun } from './crash-run.ts'

const rounds = full ? 50 : 5
const timeout = patience(full ? 900_000 : 45_000)
const seed = (): number => Math.floor(Math.random() * 1_000_000)

test(
  '[K1-K8, K11, K12, EDIT, ROWS, OWN, MENTION] what was acknowledged stays, once and in order, when the server is killed: SQLite',
  async () => expect(await crashRun({ engine: 'sqlite', seed: seed(), rounds })).toEqual([]),
  timeout,
)

test.skipIf(missing.postgres !== '')(
  `[K1-K8, K11, K12, EDIT, ROWS, OWN, MENTION] the same when the server or PostgreSQL is killed: PostgreSQL${missing.postgres}`,
  async () => expect(await crashRun({ engine: 'postgres', seed: seed(), rounds })).toEqual([]),
  timeout,
)
