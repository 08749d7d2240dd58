import { afterAll, beforeAll, describe, expect, test } from 'bun:test'
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { connect, type Member } from '../access/guest.ts'
import { type Server, startServer } from '../support/server.ts'
import { begin, cancel, get, goOn, offsetOf, upload } from '../support/uploads.ts'
import { until } from '../support/wait.ts'

let server: Server
let ada: Member
let bob: Member
let room: string

beforeAll(async () => {
  server = await startServer()
  ada = await connect(server.url, 'Ada')
  bob = await connect(server.url, 'Bob')
  room = String((await ada.socket.ask({ do: 'channel.create', name: 'room', private: true })).ok?.channel)
})

afterAll(() => server.stop())

let posts = 0
const post = (files: unknown[], channel = room, text = '') =>
  ada.socket.ask({ do: 'message.post', channel, clientId: `p${++posts}`, text, files })

const blobs = () => {
  const found = readdirSync(join(server.dataDir, 'blobs'), { recursive: true, withFileTypes: true })
  return found.filter(entry => entry.isFile()).map(({ name }) => name)
}

const rowsOf = async (member: Member, channel: string) => {
  const { ok } = await member.socket.ask({ do: 'history', channel })
  return { messages: ok?.rows as Record<string, unknown>[], files: ok?.beside as Record<string, unknown>[] }
}

const picture = async (width = 40, height = 20): Promise<Uint8Array<ArrayBuffer>> => {
  const png = await Bun.file(join(import.meta.dir, '../../docs/screenshots/dark.png')).bytes()
  return new Uint8Array(await new Bun.Image(png).resize(width, height).png().bytes())
}

describe('[FILE] an upload', () => {
  test('comes in portions, says where it is, and is known before the last one is answered', async () => {
    const begun = await begin(server.url, ada, { channel: room, name: 'notes.txt', size: 11 })
    expect(begun.status).toBe(201)
    const path = begun.headers.get('location') ?? ''
    expect(path).toMatch(/^\/files\/F[A-Z0-9]{8,20}$/)
    expect((await goOn(server.url, ada, path, 0, 'hello ')).headers.get('upload-offset')).toBe('6')
    expect(await offsetOf(server.url, ada, path)).toBe(6)
    expect((await get(server.url, ada, `${path}/about`)).status).toBe(404)
    expect((await goOn(server.url, ada, path, 3, 'lo wo')).status).toBe(409)
    expect((await goOn(server.url, ada, path, 6, 'world')).status).toBe(204)
    const about = await (await get(server.url, ada, `${path}/about`)).json()
    expect(about).toEqual({ id: path.slice(7), name: 'notes.txt', type: 'text/plain', size: 11, channel: room })
  })

  test('begun again under its clientId is the same, and its name is one that can be shown', async () => {
    const said = { channel: room, name: '../ab\u202egpj.exe', size: 1, clientId: 'twice' }
    const paths = [await begin(server.url, ada, said), await begin(server.url, ada, said)].map(answer =>
      answer.headers.get('location'),
    )
    expect(paths[0]).toBe(paths[1] as string)
    await goOn(server.url, ada, paths[0] ?? '', 0, 'x')
    expect(await (await get(server.url, ada, `${paths[0]}/about`)).json()).toMatchObject({ name: 'abgpj.exe' })
  })

  test('of somebody else is not there: not to go on with, not to look at, not to throw away, not to send', async () => {
    const id = await upload(server.url, ada, room, 'a.txt', 'mine')
    expect(await offsetOf(server.url, bob, `/files/${id}`)).toBeNull()
    expect((await goOn(server.url, bob, `/files/${id}`, 0, 'x')).status).toBe(404)
    expect((await cancel(server.url, bob, `/files/${id}`)).status).toBe(404)
    expect((await get(server.url, bob, `/files/${id}/about`)).status).toBe(404)
    const general = { do: 'message.post', channel: '#general', clientId: 'steal', text: 'x', files: [id] }
    expect((await bob.socket.ask(general)).refused?.code).toBe('file_not_found')
    expect((await get(server.url, ada, `/files/${id}/about`)).status).toBe(200)
  })

  test('is for a channel in which one may write, and hidden is as unknown', async () => {
    const answers = await Promise.all(
      [room, 'C0000000000'].map(channel => begin(server.url, bob, { channel, name: 'a', size: 1 })),
    )
    expect(answers.map(({ status }) => status)).toEqual([404, 404])
    const [hidden, unknown] = await Promise.all(answers.map(answer => answer.text()))
    expect(hidden).toBe(unknown as string)
    const id = await upload(server.url, ada, room, 'a.txt', 'for the room')
    expect((await post([id], '#general')).refused).toMatchObject({ code: 'file_not_found', reason: 'file_elsewhere' })
  })

  test('that is thrown away leaves nothing on the disk', async () => {
    const before = new Set(blobs())
    const begun = await begin(server.url, ada, { channel: room, name: 'a.bin', size: 9 })
    const path = begun.headers.get('location') ?? ''
    await goOn(server.url, ada, path, 0, 'half')
    const own = blobs().filter(name => !before.has(name))
    expect(own).toHaveLength(1)
    expect((await cancel(server.url, ada, path)).status).toBe(204)
    expect(await offsetOf(server.url, ada, path)).toBeNull()
    await until(() => !blobs().includes(own[0] ?? ''), { what: 'it to go from the disk' })
  })
})

describe('[FILE] a message', () => {
  test('has its files in order, with their rows beside it, in history, sync and frames alike', async () => {
    const ids = [
      await upload(server.url, ada, room, 'b.png', await picture()),
      await upload(server.url, ada, room, 'a.txt', 'a'),
    ]
    const [first = '', second = ''] = ids
    const { ok } = await post([{ id: first, alt: 'A dark page.' }, second])
    const seq = Number(ok?.seq)
    const { messages, files } = await rowsOf(ada, room)
    expect(messages.find(row => row.seq === seq)).toMatchObject({ files: ids, text: '' })
    const shown = files.filter(row => row.row === 'file' && row.seq === seq)
    expect(shown.find(({ id }) => id === first)).toMatchObject({
      ...{ name: 'b.png', type: 'image/png', width: 40, height: 20, alt: 'A dark page.', thumbs: true },
      placeholder: expect.stringMatching(/^[A-Za-z0-9+/]{20,60}=*$/),
    })
    expect(shown.find(({ id }) => id === second)).toMatchObject({ name: 'a.txt', type: 'text/plain', size: 1 })
    const frame = ada.socket.frames.find(each => JSON.stringify(each).includes('"row":"file"')) as { rows: object[] }
    expect(frame.rows).toEqual(expect.arrayContaining(shown))
    // It is sent, and is no upload any more.
    expect((await post([first])).refused?.code).toBe('file_not_found')
  })

  test('[HUB-6] is read with its files by whoever may read the channel now, and by nobody else', async () => {
    const id = await upload(server.url, ada, room, 'plan.txt', 'The plan.')
    await post([id])
    const path = `/files/${id}/plan.txt`
    const unknown = async (target: string) => {
      const answer = await get(server.url, bob, target)
      answer.headers.delete('date')
      return [answer.status, [...answer.headers], await answer.text()]
    }
    expect(await unknown(path)).toEqual(await unknown('/files/F0000000000/plan.txt'))
    expect((await unknown(path))[0]).toBe(404)
    await ada.socket.ask({ do: 'channel.invite', channel: room, users: [bob.id] })
    expect(await (await get(server.url, bob, path)).text()).toBe('The plan.')
    await ada.socket.ask({ do: 'channel.remove', channel: room, user: bob.id })
    expect((await unknown(path))[0]).toBe(404)
    expect((await fetch(new URL(path, server.url))).status).toBe(401)
  })

  test('[EDIT] that is deleted takes its files along: from the rows at once, from the disk soon', async () => {
    const before = new Set(blobs())
    const id = await upload(server.url, ada, room, 'secret.png', await picture(500, 300))
    const { ok } = await post([id])
    const own = blobs().filter(name => !before.has(name))
    expect(own.toSorted().map(name => name.split('.')[1])).toEqual([undefined, '1080', '360'])
    expect((await get(server.url, ada, `/files/${id}/thumb/360`)).status).toBe(200)
    await ada.socket.ask({ do: 'message.delete', channel: room, seq: ok?.seq })
    for (const path of ['secret.png', 'thumb/360'])
      expect((await get(server.url, ada, `/files/${id}/${path}`)).status).toBe(404)
    expect((await rowsOf(ada, room)).files.filter(row => row.id === id)).toEqual([])
    await until(() => !blobs().some(name => own.includes(name)), { what: 'them to go from the disk' })
  })

  test('of a channel that is deleted takes its files along, and what was being uploaded for it', async () => {
    const before = new Set(blobs())
    const owned = String((await ada.socket.ask({ do: 'channel.create', name: 'short' })).ok?.channel)
    await post([await upload(server.url, ada, owned, 'a.txt', 'a')], owned)
    await upload(server.url, ada, owned, 'b.txt', 'b')
    const own = blobs().filter(name => !before.has(name))
    expect(own).toHaveLength(2)
    await ada.socket.ask({ do: 'channel.delete', channel: owned, name: 'short' })
    await until(() => !blobs().some(name => own.includes(name)), { what: 'them to go from the disk' })
  })
})

type Listed = { name: string }

test('the lists of files: of a channel, of all that one may read, by type and person, the newest first', async () => {
  const open = String((await ada.socket.ask({ do: 'channel.create', name: 'open' })).ok?.channel)
  await bob.socket.ask({ do: 'channel.join', channel: open })
  const ids = [
    await upload(server.url, ada, open, '1.txt', '1'),
    await upload(server.url, ada, open, '2.png', await picture()),
  ]
  for (const id of ids) await post([id], open)
  const names = async (member: Member, said: object) =>
    ((await member.socket.ask({ do: 'files', ...said })).ok as { files: Listed[] }).files.map(({ name }) => name)
  expect(await names(bob, { channel: open })).toEqual(['2.png', '1.txt'])
  expect(await names(bob, {})).toEqual(['2.png', '1.txt'])
  expect(await names(bob, { type: 'image' })).toEqual(['2.png'])
  expect(await names(bob, { type: 'text/plain', user: ada.id })).toEqual(['1.txt'])
  expect(await names(bob, { user: bob.id })).toEqual([])
  expect((await names(ada, {})).length).toBeGreaterThan(2)
  expect((await bob.socket.ask({ do: 'files', channel: room })).refused?.code).toBe('channel_not_found')
  const [newest] = ((await bob.socket.ask({ do: 'files' })).ok as { files: Listed[] }).files
  expect(newest).toMatchObject({ channel: open, author: ada.id, ts: expect.any(String) })
})

describe('what is served', () => {
  let id: string
  beforeAll(async () => {
    id = await upload(server.url, ada, room, 'digits.txt', '0123456789')
    await post([id])
  })
  const part = (headers: Record<string, string>) => get(server.url, ada, `/files/${id}/digits.txt`, headers)

  test.each([
    ['bytes=0-3', '0123', 'bytes 0-3/10'],
    ['bytes=4-', '456789', 'bytes 4-9/10'],
    ['bytes=-2', '89', 'bytes 8-9/10'],
    ['bytes=8-99', '89', 'bytes 8-9/10'],
  ])('a part of it, %s', async (range, text, told) => {
    const answer = await part({ range })
    expect([answer.status, answer.headers.get('content-range'), await answer.text()]).toEqual([206, told, text])
  })

  test('nothing beyond its end, and all where the range is none, or of another version', async () => {
    const beyond = await part({ range: 'bytes=10-' })
    expect([beyond.status, beyond.headers.get('content-range')]).toEqual([416, 'bytes */10'])
    const whole: Record<string, string>[] = [
      ...[{ range: 'bytes=3-1' }, { range: 'bits=1-2' }],
      { range: 'bytes=1-2', 'if-range': '"old"' },
    ]
    for (const headers of whole)
      expect([(await part(headers)).status, await (await part(headers)).text()]).toEqual([200, '0123456789'])
  })

  test('is asked for again and again, and not sent again', async () => {
    const answer = await part({})
    expect(answer.headers.get('cache-control')).toBe('private, no-cache')
    const etag = answer.headers.get('etag') ?? ''
    expect((await part({ 'if-none-match': etag })).status).toBe(304)
    expect((await part({ 'if-none-match': etag, authorization: 'Bearer nobody' })).status).toBe(401)
  })

  test('small copies are WebP within their side, and a file without has none', async () => {
    const pictureId = await upload(server.url, ada, room, 'wide.png', await picture(1200, 600))
    await post([pictureId])
    for (const [side, size] of [
      [360, [360, 180]],
      [1080, [1080, 540]],
    ] as const) {
      const answer = await get(server.url, ada, `/files/${pictureId}/thumb/${side}`)
      expect(answer.headers.get('content-type')).toBe('image/webp')
      const { width, height } = await new Bun.Image(await answer.bytes()).metadata()
      expect([width, height]).toEqual([...size])
    }
    for (const path of [`${pictureId}/thumb/12`, `${id}/thumb/360`, `${pictureId}/a/b`, pictureId])
      expect([path, (await get(server.url, ada, `/files/${path}`)).status]).toEqual([path, 404])
  })
})
