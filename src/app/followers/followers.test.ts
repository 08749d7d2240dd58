import { describe } from 'bun:test'
import { join } from 'node:path'
import { openPostgres } from '#store/postgres.ts'
import { openSqlite } from '#store/sqlite.ts'
import { temporaryFolder } from '../../../test/support/leftovers.ts'
import { missing } from '../../../test/support/missing.ts'
import { freshDatabase } from '../../../test/support/postgres.ts'
import { attentionContract } from './attention.contract.ts'
import { followersContract } from './followers.contract.ts'

const folder = temporaryFolder('followers')
let files = 0

const sqlite = async () => {
  const file = join(folder, `${++files}.db`)
  return () => openSqlite(file)
}

const postgres = async () => {
  const url = await freshDatabase()
  return () => openPostgres(url)
}

followersContract('SQLite', sqlite)
attentionContract('SQLite', sqlite)

describe.skipIf(missing.postgres !== '')(`PostgreSQL${missing.postgres}`, () => {
  followersContract('PostgreSQL', postgres)
  attentionContract('PostgreSQL', postgres)
})
