import { Database } from 'bun:sqlite'
import { afterAll, describe, expect, setDefaultTimeout, test } from 'bun:test'
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { noSmallDisk, smallDisk } from '../abuse/small-disk.ts'
import { Connection } from '../access/connection.ts'
import { connect, enter } from '../access/guest.ts'
import { temporaryFolder } from '../support/leftovers.ts'
import { missing } from '../support/missing.ts'
import { patience } from '../support/pace.ts'
import { freshDatabase } from '../support/postgres.ts'
import { runFlack, type Server, startServer } from '../support/server.ts'
import { surroundings } from '../support/surroundings.ts'
import { upload } from '../support/uploads.ts'
import { until } from '../support/wait.ts'

setDefaultTimeout(patience(90_000))

const folder = temporaryFolder('backups')
const servers: Server[] = []
const started = async (...args: string[]): Promise<Server> => {
  const server = await startServer({ args: ['--limits', 'off', ...args] })
  servers.push(server)
  return server
}
afterAll(() => Promise.all(servers.map(server => server.kill9())))

const epochOf = async (server: Server): Promise<string> => {
  const { token } = await enter(server.url, `Witness ${server.pid}`)
  const socket = await Connection.greeted(server.url, token)
  const { hello } = socket.frames.find(frame => 'hello' in frame) as { hello: { epoch: string } }
  return hello.epoch
}

const textsIn = (dataDir: string): string[] => {
  const db = new Database(join(dataDir, 'flack.db'))
  const rows = db.query<{ text: string }, []>('select text from messages order by seq').all()
  db.close()
  return rows.map(({ text }) => text)
}

const doctor = async (...args: string[]) => {
  const { code, stdout } = await runFlack(['doctor', '--json', ...args])
  const { good, examined } = JSON.parse(stdout) as { good: boolean; examined: { findings: { says: string }[] }[] }
  return { code, good, says: examined.flatMap(({ findings }) => findings.map(({ says }) => says)).join('\n') }
}

/** A workspace with a message and a file, in which nobody works any more. */
const kept = async (text: string): Promise<string> => {
  const server = await started()
  const ada = await connect(server.url, 'Ada')
  await ada.socket.ask({ do: 'message.post', channel: '#general', clientId: 'one', text })
  await server.stop()
  mkdirSync(join(server.dataDir, 'blobs', 'ab'), { recursive: true })
  writeFileSync(join(server.dataDir, 'blobs', 'ab', 'abcdef'), 'bytes of a picture')
  return server.dataDir
}

describe('flack backup', () => {
  test('made while people write has every message that was acknowledged before it, and is put back as another lineage', async () => {
    const server = await started()
    const people = await Promise.all(['Ada', 'Bob', 'Cleo'].map(name => connect(server.url, name)))
    const acknowledged: string[] = []
    let writing = true
    const written = people.map(async ({ socket }, who) => {
      for (let n = 0; writing; n++) {
        const text = `said ${who} ${n}`
        const { ok } = await socket.ask({ do: 'message.post', channel: '#general', clientId: text, text })
        if (ok) acknowledged.push(text)
      }
    })
    await until(() => acknowledged.length > 100)
    const before = [...acknowledged]
    const file = join(folder, 'under-load.tar')
    const { code, stdout } = await runFlack(['backup', file, '--data', server.dataDir])
    expect([code, stdout]).toEqual([0, `${file}\n`])
    const during = acknowledged.length
    await until(() => acknowledged.length > during + 10)
    writing = false
    await Promise.all(written)
    const epoch = await epochOf(server)

    const into = join(temporaryFolder('restored'), 'data')
    expect((await runFlack(['restore', file, '--data', into])).code).toBe(0)
    const texts = new Set(textsIn(into))
    expect(before.filter(text => !texts.has(text))).toEqual([])
    expect(await doctor('--data', into)).toMatchObject({ code: 0, good: true })
    const restored = await startServer({ dataDir: into })
    servers.push(restored)
    expect(await epochOf(restored)).not.toBe(epoch)
    expect(readdirSync(join(server.dataDir, 'backup.partial'))).toEqual(['lock'])
  })

  test('has the files that people have sent, and what was deleted is not in it', async () => {
    const server = await started()
    const ada = await connect(server.url, 'Ada')
    const said = await ada.socket.ask({
      do: 'message.post',
      channel: '#general',
      clientId: 'a',
      text: 'the password is hunter2',
    })
    await ada.socket.ask({ do: 'message.delete', channel: '#general', seq: (said.ok as { seq: number }).seq })
    mkdirSync(join(server.dataDir, 'blobs', 'ab'), { recursive: true })
    writeFileSync(join(server.dataDir, 'blobs', 'ab', 'abcdef'), 'bytes of a picture')
    mkdirSync(join(server.dataDir, 'blobs', 'unfinished'), { recursive: true })
    writeFileSync(join(server.dataDir, 'blobs', 'unfinished', 'half'), 'half a picture')
    const file = join(folder, 'files.tar')
    expect((await runFlack(['backup', file, '--data', server.dataDir])).code).toBe(0)
    expect(readFileSync(file).includes('hunter2')).toBe(false)
    const into = temporaryFolder('restored')
    expect((await runFlack(['restore', file, '--data', into])).code).toBe(0)
    expect(readFileSync(join(into, 'blobs', 'ab', 'abcdef'), 'utf8')).toBe('bytes of a picture')
    expect(readdirSync(join(into, 'blobs'))).toEqual(['ab'])
    expect(statSync(join(into, 'flack.db')).mode & 0o777).toBe(0o600)
  })

  test('sealed with a passphrase shows nothing, and opens with no other one', async () => {
    const dataDir = await kept('the words of the quarter')
    const key = join(folder, 'key')
    const other = join(folder, 'other-key')
    writeFileSync(key, 'correct horse\nsecond line\n')
    writeFileSync(other, 'correct house\n')
    const { stdout } = await runFlack(['backup', `${folder}/`, '--data', dataDir, '--backup-key', key])
    const file = stdout.trim()
    expect(file).toMatch(/flack-\d{4}-\d\d-\d\dT\d{6}Z\.tar\.sealed$/)
    const bytes = readFileSync(file)
    for (const secret of ['SQLite format', 'the words of the quarter', 'manifest', 'bytes of a picture'])
      expect(bytes.includes(secret)).toBe(false)
    const into = temporaryFolder('restored')
    for (const [args, why] of [
      [[], 'The backup is sealed'],
      [['--backup-key', other], 'The passphrase is another one'],
    ] as const) {
      const { code, stderr } = await runFlack(['restore', file, '--data', into, ...args])
      expect([code, stderr]).toEqual([1, expect.stringContaining(why)])
      expect(readdirSync(into)).toEqual([])
    }
    expect((await runFlack(['restore', file, '--data', into, '--backup-key', key])).code).toBe(0)
    expect(textsIn(into)).toContain('the words of the quarter')
  })

  test.each([false, true])(
    'with one bit changed, or cut off, is found out and puts nothing back (sealed: %p)',
    async sealed => {
      const dataDir = await kept('one')
      const key = join(folder, 'bit-key')
      writeFileSync(key, 'correct horse')
      const sealing = sealed ? ['--backup-key', key] : []
      const file = join(folder, `bits-${sealed}.tar`)
      await runFlack(['backup', file, '--data', dataDir, ...sealing])
      const bytes = readFileSync(file)
      expect((await doctor(file, ...sealing)).code).toBe(0)
      const broken = join(folder, 'broken.tar')
      const last = bytes.length - 1
      for (const at of [10, 30, 600, Math.floor(bytes.length / 2), last]) {
        const changed = Buffer.from(bytes)
        changed[at] = (changed[at] ?? 0) ^ 4
        writeFileSync(broken, changed)
        expect([at, (await doctor(broken, ...sealing)).code]).toEqual([at, 1])
      }
      for (const length of [0, 20, 700, Math.floor(bytes.length / 2), last]) {
        writeFileSync(broken, bytes.subarray(0, length))
        const into = temporaryFolder('restored')
        const { code } = await runFlack(['restore', broken, '--data', into, ...sealing])
        expect([length, code, readdirSync(into)]).toEqual([length, 1, []])
      }
    },
  )

  test.skipIf(noSmallDisk !== '')(`on a full disk leaves no file${noSmallDisk}`, async () => {
    const dataDir = await kept('one')
    writeFileSync(join(dataDir, 'blobs', 'ab', 'large'), Buffer.alloc(6 * 1024 * 1024, 7))
    const disk = await smallDisk(4)
    const program = [process.execPath, `${import.meta.dir}/../../src/main.ts`]
    const child = Bun.spawn([...disk.within, ...program, 'backup', join(disk.dir, 'a.tar'), '--data', dataDir], {
      env: surroundings(),
      stderr: 'pipe',
    })
    expect([await child.exited, await new Response(child.stderr).text()]).toEqual([1, 'The disk is full.\n'])
    expect(readdirSync(disk.outside)).toEqual([])
    expect(readdirSync(join(dataDir, 'backup.partial'))).toEqual(['lock'])
    await disk.close()
  })

  test('never replaces a file, and a directory that is not empty is not filled', async () => {
    const dataDir = await kept('one')
    const file = join(folder, 'there.tar')
    writeFileSync(file, 'mine')
    const again = await runFlack(['backup', file, '--data', dataDir])
    expect([again.code, readFileSync(file, 'utf8')]).toEqual([1, 'mine'])
    rmSync(file)
    await runFlack(['backup', file, '--data', dataDir])
    const before = textsIn(dataDir)
    const { code, stderr } = await runFlack(['restore', file, '--data', dataDir])
    expect([code, stderr, textsIn(dataDir)]).toEqual([1, expect.stringContaining('is not empty'), before])
  })

  test('a killed one leaves nothing that the next start does not clear', async () => {
    const dataDir = await kept('one')
    const work = join(dataDir, 'backup.partial')
    mkdirSync(work)
    writeFileSync(join(work, 'flack.db'), 'half a copy')
    const server = await startServer({ dataDir })
    servers.push(server)
    expect(existsSync(join(work, 'flack.db'))).toBe(false)
  })

  test('by the server itself, as often as wanted, and only the newest stay', async () => {
    const to = temporaryFolder('scheduled')
    const old = ['2020-01-01T000000Z', '2020-01-02T000000Z', '2020-01-03T000000Z'].map(at => `flack-${at}.tar`)
    for (const name of [...old, 'notes.txt', 'flack-2020-01-03T000000Z.tar.partial']) writeFileSync(join(to, name), '')
    const server = await started('--backup-to', to, '--backup-keep', '2')
    await until(() => server.logs().includes('backup.made'))
    const names = readdirSync(to).sort()
    expect(names).toEqual([old[2] as string, expect.stringMatching(/^flack-2\d+-/), 'notes.txt'])
    expect((await doctor(join(to, names[1] as string))).code).toBe(0)
    const settings = ['--data', server.dataDir, '--backup-to', to]
    expect((await doctor(...settings)).code).toBe(0)
    rmSync(join(to, names[1] as string))
    const stale = await doctor(...settings)
    expect([stale.code, stale.says]).toEqual([1, expect.stringContaining('hours old')])
  })

  test('without a place for it, or with PostgreSQL, is misuse', async () => {
    const dataDir = temporaryFolder('data')
    expect((await runFlack(['backup', '--data', dataDir])).code).toBe(2)
    expect((await runFlack(['restore', '--data', dataDir])).code).toBe(2)
    const { code, stderr } = await runFlack(['backup', folder, '--database', 'postgres://localhost/none'])
    expect([code, stderr]).toEqual([2, expect.stringContaining('pg_dump')])
    expect((await runFlack(['backup', folder, '--data', dataDir])).code).toBe(1)
  })
})

describe('flack doctor', () => {
  test.each([
    ["update streams set rev = rev - 1 where id like 'C%'", 'newer than the head of their stream'],
    ["delete from messages where seq = 2 and channel like 'C%'", 'gap in their numbers'],
    ["update streams set posts = 99 where id like 'C%'", 'differ from its messages'],
    ["update streams set seats = 99 where id like 'C%'", 'differs from its seats'],
    ["update messages set deleted = 1 where text = 'three'", 'has a text still'],
    ['delete from users', 'by nobody'],
  ])('finds what %p did', async (sql, what) => {
    const server = await started()
    const ada = await connect(server.url, 'Ada')
    for (const text of ['one', 'two', 'three'])
      await ada.socket.ask({ do: 'message.post', channel: '#general', clientId: text, text })
    expect(await doctor('--data', server.dataDir)).toMatchObject({ code: 0, good: true })
    await server.stop()
    const db = new Database(join(server.dataDir, 'flack.db'))
    db.run(sql)
    db.close()
    const found = await doctor('--data', server.dataDir)
    expect([found.code, found.says]).toEqual([1, expect.stringContaining(what)])
  })

  test('finds a file of a message whose content is not there', async () => {
    const server = await started()
    const ada = await connect(server.url, 'Ada')
    const { hello } = ada.socket.frames.find(frame => 'hello' in frame) as { hello: { general: string } }
    const id = await upload(server.url, ada, hello.general, 'words.txt', 'some words')
    const said = { do: 'message.post', channel: '#general', clientId: 'a', text: 'see', files: [id] }
    expect((await ada.socket.ask(said)).ok).toBeDefined()
    expect(await doctor('--data', server.dataDir)).toMatchObject({ code: 0 })
    const file = join(folder, 'with-a-file.tar')
    await runFlack(['backup', file, '--data', server.dataDir])
    const into = temporaryFolder('restored')
    await runFlack(['restore', file, '--data', into])
    expect(await doctor('--data', into)).toMatchObject({ code: 0 })
    rmSync(join(server.dataDir, 'blobs'), { recursive: true })
    const found = await doctor('--data', server.dataDir)
    expect([found.code, found.says]).toEqual([1, expect.stringContaining(`1 files are missing: ${id}`)])
  })

  test('finds a file that is no database, and a directory that others may read', async () => {
    const dataDir = await kept('one')
    writeFileSync(join(dataDir, 'flack.db'), Buffer.alloc(8192, 1))
    Bun.spawnSync(['chmod', '0755', dataDir])
    const found = await doctor('--data', dataDir)
    expect(found.code).toBe(1)
    expect(found.says).toContain('The database cannot be read')
    expect(found.says).toContain('chmod 0700')
  })

  test.skipIf(missing.postgres !== '')(`finds the same on PostgreSQL${missing.postgres}`, async () => {
    const env = { DATABASE_URL: await freshDatabase() }
    const server = await startServer({ env })
    servers.push(server)
    const ada = await connect(server.url, 'Ada')
    await ada.socket.ask({ do: 'message.post', channel: '#general', clientId: 'one', text: 'one' })
    const settings = ['--data', server.dataDir, '--database', env.DATABASE_URL]
    expect(await doctor(...settings)).toMatchObject({ code: 0, good: true })
    const sql = new Bun.SQL(env.DATABASE_URL)
    await sql`update streams set posts = 99 where id like 'C%'`
    await sql.close()
    const found = await doctor(...settings)
    expect([found.code, found.says]).toEqual([1, expect.stringContaining('differ from its messages')])
  })
})
