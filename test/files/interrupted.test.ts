import { afterEach, describe, expect, test } from 'bun:test'
import { existsSync, readdirSync } from 'node:fs'
import { createConnection } from 'node:net'
import { join } from 'node:path'
import { noSmallDisk, smallDisk } from '../abuse/small-disk.ts'
import { connect, type Member } from '../access/guest.ts'
import { full } from '../support/full.ts'
import { patience } from '../support/pace.ts'
import { plainPng } from '../support/pictures.ts'
import { type Server, startServer } from '../support/server.ts'
import { begin, cancel, get, goOn, offsetOf, upload } from '../support/uploads.ts'
import { until } from '../support/wait.ts'

const MIB = 1024 * 1024

const servers: Server[] = []
afterEach(async () => {
  for (const server of servers.splice(0)) await server.stop()
})

const started = async (...options: Parameters<typeof startServer>): Promise<Server> => {
  const server = await startServer(...options)
  servers.push(server)
  return server
}

const roomOf = async (member: Member): Promise<string> =>
  String((await member.socket.ask({ do: 'channel.create', name: 'room', private: true })).ok?.channel)

/** Bytes that differ everywhere, so that a part in the wrong place shows. */
const bytesOf = (size: number): Uint8Array<ArrayBuffer> => {
  const words = new Uint32Array(size / 4)
  for (let at = 0; at < words.length; at++) words[at] = Math.imul(at + 1, 2_654_435_761)
  return new Uint8Array(words.buffer)
}

const blobs = ({ dataDir }: Server): string[] => {
  const folder = join(dataDir, 'blobs')
  if (!existsSync(folder)) return []
  return readdirSync(folder, { recursive: true, withFileTypes: true }).flatMap(entry =>
    entry.isFile() ? entry.name : [],
  )
}

/** Sends the beginning of a portion over a line of its own, which then says nothing more: how to break it. */
const halfSent = (server: Server, { token }: Member, path: string, offset: number, size: number, half: Uint8Array) => {
  const socket = createConnection({ port: server.port, host: '127.0.0.1' })
  socket.on('error', () => {})
  const lines = [
    `PATCH ${path} HTTP/1.1`,
    `Host: 127.0.0.1:${server.port}`,
    `Authorization: Bearer ${token}`,
    'Tus-Resumable: 1.0.0',
    'Content-Type: application/offset+octet-stream',
    `Upload-Offset: ${offset}`,
    `Content-Length: ${size}`,
  ]
  socket.write(`${lines.join('\r\n')}\r\n\r\n`)
  socket.write(half)
  return () => socket.destroy()
}

const isSentWhole = async (server: Server, ada: Member, room: string, path: string, bytes: Uint8Array) => {
  const id = path.slice('/files/'.length)
  const post = { do: 'message.post', channel: room, clientId: id, text: '', files: [id] }
  expect((await ada.socket.ask(post)).refused).toBeUndefined()
  const served = await (await get(server.url, ada, `/files/${id}/a`)).bytes()
  expect(Buffer.from(served).equals(bytes)).toBe(true)
}

describe('[FILE] an upload that is interrupted loses nothing and leaves nothing', () => {
  test('by its client, in the middle of a portion', async () => {
    const server = await started()
    const ada = await connect(server.url, 'Ada')
    const room = await roomOf(ada)
    const bytes = bytesOf(4 * MIB)
    const begun = await begin(server.url, ada, { channel: room, name: 'a', size: bytes.length })
    const path = begun.headers.get('location') ?? ''
    const cut = halfSent(server, ada, path, 0, bytes.length, bytes.subarray(0, MIB))
    await until(async () => ((await offsetOf(server.url, ada, path)) ?? 0) > 0, { what: 'some of it to be kept' })
    cut()
    const held = (await offsetOf(server.url, ada, path)) ?? 0
    expect(held).toBeLessThanOrEqual(MIB)
    const rest = await until(
      async () => {
        const offset = (await offsetOf(server.url, ada, path)) ?? 0
        const answer = await goOn(server.url, ada, path, offset, bytes.slice(offset))
        return answer.status === 204 && answer
      },
      { what: 'the rest to be taken' },
    )
    expect(rest.headers.get('upload-offset')).toBe(String(bytes.length))
    await isSentWhole(server, ada, room, path, bytes)
    expect(blobs(server)).toHaveLength(1)
  })

  test('by kill -9 of the server, in the middle of a portion', async () => {
    const server = await started()
    let ada = await connect(server.url, 'Ada')
    const room = await roomOf(ada)
    const bytes = bytesOf(4 * MIB)
    const begun = await begin(server.url, ada, { channel: room, name: 'a', size: bytes.length })
    const path = begun.headers.get('location') ?? ''
    await goOn(server.url, ada, path, 0, bytes.slice(0, MIB))
    const cut = halfSent(server, ada, path, MIB, 3 * MIB, bytes.subarray(MIB, 2 * MIB))
    await until(async () => ((await offsetOf(server.url, ada, path)) ?? 0) > MIB, { what: 'more of it to be kept' })
    await server.kill9()
    cut()
    await server.restart()
    const { token } = ada
    ada = { ...ada, socket: (await connect(server.url, 'Witness')).socket }
    const offset = (await offsetOf(server.url, { token }, path)) ?? 0
    expect(offset).toBeGreaterThanOrEqual(MIB)
    await goOn(server.url, ada, path, offset, bytes.slice(offset))
    expect(await (await get(server.url, ada, `${path}/about`)).json()).toMatchObject({ size: bytes.length })
    await cancel(server.url, ada, path)
    await until(() => blobs(server).length === 0, { what: 'all of it to go from the disk' })
  })

  test(
    'by kill -9 at any moment between the last byte and its answer',
    async () => {
      const server = await started()
      const { token } = await connect(server.url, 'Ada')
      const witness = await connect(server.url, 'Olga')
      const room = await roomOf(witness)
      const me = { ...witness, token: witness.token }
      const png = plainPng(900, 700)
      const paths: string[] = []
      const rounds = full ? 20 : 5
      for (let round = 0; round < rounds; round++) {
        const begun = await begin(server.url, me, { channel: room, name: 'a.png', size: png.length })
        const path = begun.headers.get('location') ?? ''
        paths.push(path)
        const before = blobs(server).length
        const answered = goOn(server.url, me, path, 0, png).catch(() => null)
        // Each round a little later: with nothing of it on the disk, with the file, with its small copies, with all.
        await until(() => blobs(server).length - before >= Math.min(round, 3) || undefined, { what: 'its turn' }).catch(
          () => {},
        )
        await server.kill9()
        await answered
        await server.restart()
      }
      for (const path of paths) {
        const offset = (await offsetOf(server.url, me, path)) ?? 0
        if (offset < png.length) await goOn(server.url, me, path, offset, png.slice(offset))
        const about = await (await get(server.url, me, `${path}/about`)).json()
        expect(about).toMatchObject({ type: 'image/png', width: 900, height: 700, thumbs: true })
      }
      expect((await get(server.url, { token }, `${paths[0]}/about`)).status).toBe(404)
      for (const path of paths) await cancel(server.url, me, path)
      await until(() => blobs(server).length === 0, { what: 'all of them to go from the disk' })
    },
    patience(60_000),
  )

  test.skipIf(noSmallDisk !== '')(
    `by a disk that is nearly full: it is refused before messages are${noSmallDisk}`,
    async () => {
      const disk = await smallDisk(64)
      const server = await startServer({ dataDir: disk.dir, within: disk.within })
      const ada = await connect(server.url, 'Ada')
      const room = await roomOf(ada)
      const refused = await begin(server.url, ada, { channel: room, name: 'a', size: 10 })
      expect([refused.status, await refused.json()]).toEqual([
        507,
        expect.objectContaining({ error: 'storage_full', reason: 'disk_full' }),
      ])
      const { ok } = await ada.socket.ask({ do: 'message.post', channel: room, clientId: 'm', text: 'Still here.' })
      expect(ok?.seq).toBeGreaterThan(0)
      await server.stop()
      await disk.close()
    },
  )
})

test('[FILE] limits of one file, of one person and of all are refused with what they are', async () => {
  const server = await started({ args: ['--file-mb', '2', '--person-mb', '3', '--files-mb', '4'] })
  const [ada, bob] = [await connect(server.url, 'Ada'), await connect(server.url, 'Bob')]
  const room = await roomOf(ada)
  await ada.socket.ask({ do: 'channel.invite', channel: room, users: [bob.id] })
  const begins = async (who: Member, mebibytes: number) => {
    const answer = await begin(server.url, who, { channel: room, name: 'a', size: mebibytes * MIB })
    return answer.status === 201 ? (answer.headers.get('location') ?? '') : ((await answer.json()) as object)
  }
  expect(await begins(ada, 2.5)).toMatchObject({ error: 'file_too_large', reason: 'file_large', limit: 2 * MIB })
  const path = await begins(ada, 2)
  expect(await begins(ada, 1.5)).toMatchObject({ error: 'storage_full', reason: 'person_full', limit: 3 * MIB })
  expect(typeof (await begins(bob, 1.5))).toBe('string')
  expect(await begins(bob, 1)).toMatchObject({ error: 'storage_full', reason: 'workspace_full', limit: 4 * MIB })
  await cancel(server.url, ada, String(path))
  await until(async () => typeof (await begins(ada, 1.5)) === 'string', { what: 'room again' })
})

test(
  '[HUB-6] a download of a channel that one loses ends before its end',
  async () => {
    const server = await started()
    const [ada, bob] = [await connect(server.url, 'Ada'), await connect(server.url, 'Bob')]
    const room = await roomOf(ada)
    await ada.socket.ask({ do: 'channel.invite', channel: room, users: [bob.id] })
    const size = 48 * MIB
    const id = await upload(server.url, ada, room, 'large.bin', bytesOf(size))
    await ada.socket.ask({ do: 'message.post', channel: room, clientId: 'm', text: '', files: [id] })
    const socket = createConnection({ port: server.port, host: '127.0.0.1' })
    let received = 0
    const ended = new Promise<void>(resolve => socket.on('close', () => resolve()))
    socket.on('error', () => {})
    const first = new Promise<void>(resolve => {
      socket.on('data', data => {
        received += data.length
        socket.pause()
        resolve()
      })
    })
    const lines = [
      `GET /files/${id}/x HTTP/1.1`,
      `Host: 127.0.0.1:${server.port}`,
      `Authorization: Bearer ${bob.token}`,
    ]
    socket.write(`${lines.join('\r\n')}\r\n\r\n`)
    await first
    await ada.socket.ask({ do: 'channel.remove', channel: room, user: bob.id })
    socket.on('data', () => socket.resume())
    socket.resume()
    await ended
    expect(received).toBeGreaterThan(0)
    expect(received).toBeLessThan(size)
  },
  patience(30_000),
)

test.skipIf(!full)(
  `1 GB goes in and out with flat memory${full ? '' : ' (in the long form)'}`,
  async () => {
    const server = await started()
    const ada = await connect(server.url, 'Ada')
    const room = await roomOf(ada)
    const portion = bytesOf(32 * MIB)
    const portions = 32
    const begun = await begin(server.url, ada, { channel: room, name: 'disk.img', size: portions * portion.length })
    const path = begun.headers.get('location') ?? ''
    const resident = async () =>
      Number(/^flack_resident_bytes (\S+)/m.exec(await (await fetch(`${server.url}/metrics`)).text())?.[1])
    let most = 0
    const before = await resident()
    for (let index = 0; index < portions; index++) {
      const sent = goOn(server.url, ada, path, index * portion.length, portion)
      most = Math.max(most, await resident())
      expect((await sent).status).toBe(204)
      most = Math.max(most, await resident())
    }
    const id = path.slice('/files/'.length)
    await ada.socket.ask({ do: 'message.post', channel: room, clientId: 'm', text: '', files: [id] })
    let read = 0
    for await (const part of (await get(server.url, ada, `/files/${id}/disk.img`)).body ?? []) {
      read += part.length
      if (read % (64 * MIB) < part.length) most = Math.max(most, await resident())
    }
    expect(read).toBe(portions * portion.length)
    expect(most - before).toBeLessThan(160 * MIB)
  },
  patience(300_000),
)
