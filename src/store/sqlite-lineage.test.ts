import { Database } from 'bun:sqlite'
import { describe, expect, test } from 'bun:test'
import { cpSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { nameKeys } from '#domain/name-key.ts'
import { ada, identity, ok, post, settle, team } from '../../test/support/commands.ts'
import { temporaryFolder } from '../../test/support/leftovers.ts'
import { openStore } from './open.ts'
import { openSqlite } from './sqlite.ts'
import type { Store } from './store.ts'

let epochs = 0

/** Opens the database in a folder, as a program does that would call a new one by an epoch of its own. */
const open = (folder: string, restored = false): Promise<Store> =>
  openStore(openSqlite(join(folder, 'flack.db')), {
    fresh: { ...identity, epoch: `E${++epochs}` },
    clock: () => 1_700_000_000_000,
    ofName: { words: () => [], keys: nameKeys },
    schedule: run => setImmediate(run),
    restored,
  })

const epochOf = async (folder: string, restored = false): Promise<string> => {
  const store = await open(folder, restored)
  await store.close()
  return store.identity.epoch
}

const say = async (store: Store, from: number, to: number): Promise<void> => {
  for (let number = from; number <= to; number += 1) await ok(store.commit(post(ada, team, `m${number}`)))
}

/** A folder with a database, and a copy of the folder that was made when its server had stopped; then it went on. */
const withBackup = async () => {
  const folder = temporaryFolder('lineage')
  const backup = temporaryFolder('backup')
  const store = await open(folder)
  await settle(store)
  await say(store, 1, 3)
  await store.close()
  cpSync(folder, backup, { recursive: true })
  const again = await open(folder)
  await say(again, 4, 6)
  await again.close()
  return { folder, backup, epoch: store.identity.epoch }
}

/** Writes the bytes of each file into the file of that name, as `cp` does: it stays the same file. */
const overwrite = (from: string, to: string): void => {
  for (const name of readdirSync(from)) {
    rmSync(join(to, `${name}-wal`), { force: true })
    writeFileSync(join(to, name), readFileSync(join(from, name)))
  }
}

describe('a lineage goes on', () => {
  test('over any number of starts', async () => {
    const { folder, epoch } = await withBackup()
    expect([await epochOf(folder), await epochOf(folder)]).toEqual([epoch, epoch])
  })

  test('where the process was killed', async () => {
    const folder = temporaryFolder('lineage')
    const store = await open(folder)
    await settle(store)
    await say(store, 1, 3)
    expect(await epochOf(folder)).toBe(store.identity.epoch)
  })

  test('where the database is of a program that left nothing beside it', async () => {
    const { folder, epoch } = await withBackup()
    const db = new Database(join(folder, 'flack.db'))
    db.run('drop table lineage')
    db.close()
    for (const name of readdirSync(folder)) if (/-(lineage|reached)$/.test(name)) rmSync(join(folder, name))
    expect([await epochOf(folder), await epochOf(folder)]).toEqual([epoch, epoch])
  })
})

describe('[SYNC-3] a new lineage begins, once', () => {
  const begins = async (folder: string, epoch: string) => {
    const now = await epochOf(folder)
    expect(now).not.toBe(epoch)
    expect(await epochOf(folder)).toBe(now)
  }

  test('where the data directory was replaced by a copy of it', async () => {
    const { folder, backup, epoch } = await withBackup()
    rmSync(folder, { recursive: true })
    cpSync(backup, folder, { recursive: true, preserveTimestamps: true })
    await begins(folder, epoch)
  })

  test('where a copy of it was written over it, file by file', async () => {
    const { folder, backup, epoch } = await withBackup()
    overwrite(backup, folder)
    await begins(folder, epoch)
  })

  test('where only the database was put back', async () => {
    const { folder, backup, epoch } = await withBackup()
    writeFileSync(join(folder, 'flack.db'), readFileSync(join(backup, 'flack.db')))
    await begins(folder, epoch)
  })

  test('where the database was copied while its server ran, and nothing started since', async () => {
    const folder = temporaryFolder('lineage')
    const copy = join(temporaryFolder('backup'), 'copy.db')
    const store = await open(folder)
    await settle(store)
    await say(store, 1, 3)
    const db = new Database(join(folder, 'flack.db'))
    db.run('vacuum into ?', [copy])
    db.close()
    await say(store, 4, 6)
    await store.close()
    for (const part of ['', '-wal', '-shm']) rmSync(join(folder, `flack.db${part}`), { force: true })
    cpSync(copy, join(folder, 'flack.db'))
    await begins(folder, store.identity.epoch)
  })

  test('where the database alone was copied to another place', async () => {
    const { folder, epoch } = await withBackup()
    const elsewhere = temporaryFolder('elsewhere')
    cpSync(join(folder, 'flack.db'), join(elsewhere, 'flack.db'))
    await begins(elsewhere, epoch)
    expect(await epochOf(folder)).toBe(epoch)
  })

  test('where somebody says so', async () => {
    const { folder, epoch } = await withBackup()
    expect(await epochOf(folder, true)).not.toBe(epoch)
  })
})
