import { afterAll, beforeAll, describe, expect, test } from 'bun:test'
import { connect, type Member } from '../access/guest.ts'
import { cameraJpeg, pixelFlood, plainPng, toldGif, toldPng, toldWebp, WHERE } from '../support/pictures.ts'
import { type Server, startServer } from '../support/server.ts'
import { get, upload } from '../support/uploads.ts'

let server: Server
let ada: Member
let room: string

beforeAll(async () => {
  server = await startServer()
  ada = await connect(server.url, 'Ada')
  room = String((await ada.socket.ask({ do: 'channel.create', name: 'room' })).ok?.channel)
})

afterAll(() => server.stop())

let posts = 0
const sent = async (name: string, content: string | Uint8Array<ArrayBuffer>): Promise<Record<string, unknown>> => {
  const id = await upload(server.url, ada, room, name, content)
  const { ok } = await ada.socket.ask({
    do: 'message.post',
    channel: room,
    clientId: `p${++posts}`,
    text: '',
    files: [id],
  })
  const history = await ada.socket.ask({ do: 'history', channel: room, limit: 1 })
  const { beside } = history.ok as { beside: Record<string, unknown>[] }
  const row = beside.find(each => each.seq === ok?.seq)
  if (row === undefined) throw new Error(`${name} has no row.`)
  return row
}

const script = '<script>document.title = "run"; fetch("/auth/signout", {method: "POST"})</script>'
const svg = `<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)">${script}</svg>`
const html = `<!doctype html><html><body>${script}</body></html>`

/** What browsers, or programs behind them, would run or be fooled by. */
const dangerous: readonly (readonly [what: string, name: string, content: string | Uint8Array<ArrayBuffer>])[] = [
  ['a drawing with a script', 'a.svg', svg],
  ['a page', 'a.html', html],
  ['a page without an ending', 'page', html],
  ['a page that says to be a picture', 'cat.png', html],
  ['a drawing that says to be a photo', 'cat.jpg', svg],
  [
    'a page in its strict form',
    'a.xhtml',
    `<?xml version="1.0"?><html xmlns="http://www.w3.org/1999/xhtml">${script}</html>`,
  ],
  ['XML that transforms itself', 'a.xml', '<?xml version="1.0"?><?xml-stylesheet href="#" type="text/xsl"?><x/>'],
  [
    'a document with a script',
    'a.pdf',
    '%PDF-1.4\n1 0 obj <</Type/Catalog/OpenAction<</S/JavaScript/JS(app.alert(1))>>>> endobj',
  ],
  ['a script', 'a.js', 'alert(document.cookie)'],
  ['a style', 'a.css', 'body { background: url(//evil.example) }'],
  ['a script that begins like a picture', 'a.gif', 'GIF89a=1;alert(1)'],
  ['a program', 'a.exe', new Uint8Array([0x4d, 0x5a, 0x90, 0, 3, 0, 0, 0, 4, 0, 0, 0, 0xff, 0xff])],
  ['an archive that is read as Java', 'a.jar', new Uint8Array([0x50, 0x4b, 3, 4, 10, 0, 0, 0, 0, 0])],
  ['a mail that is a page', 'a.mht', `MIME-Version: 1.0\nContent-Type: text/html\n\n${html}`],
]

describe('[S-15] what could run is bytes to be saved, whatever it says to be', () => {
  test.each(dangerous)('%s', async (_, name, content) => {
    const row = await sent(name, content)
    expect(row).not.toHaveProperty('thumbs')
    const answer = await get(server.url, ada, `/files/${row.id}/${encodeURIComponent(name)}`)
    const said = Object.fromEntries(answer.headers)
    expect(said).toMatchObject({
      'x-content-type-options': 'nosniff',
      'content-security-policy': "sandbox; default-src 'none'",
      'cross-origin-resource-policy': 'same-origin',
      'cache-control': 'private, no-cache',
    })
    // A text that is shown as nothing but a text may be shown.
    if (said['content-type'] !== 'text/plain; charset=utf-8') {
      expect(said['content-type']).toBe('application/octet-stream')
      expect(said['content-disposition']).toStartWith('attachment; ')
    }
    const bytes = typeof content === 'string' ? new TextEncoder().encode(content) : content
    expect(Buffer.from(await answer.bytes()).equals(bytes)).toBe(true)
  })
})

describe('[S-16] pictures say nothing but what they show', () => {
  const pictures = [
    ['a photo, turned, with a second file behind it', 'photo.jpg', cameraJpeg, 'image/jpeg', [200, 400]],
    ['a PNG with texts', 'shot.png', async () => toldPng(), 'image/png', [8, 8]],
    ['a WebP', 'shot.webp', toldWebp, 'image/webp', [16, 16]],
    ['a GIF with a comment and a script behind it', 'shot.gif', async () => toldGif(), 'image/gif', [2, 1]],
  ] as const
  test.each(pictures)('%s', async (_, name, made, type, [width, height]) => {
    const original = await made()
    expect(Buffer.from(original).includes(WHERE)).toBe(true)
    const row = await sent(name, original)
    expect(row).toMatchObject({ type, width, height, thumbs: true })
    const answer = await get(server.url, ada, `/files/${row.id}/${name}`)
    expect(answer.headers.get('content-type')).toBe(type)
    const served = await answer.bytes()
    expect(served.length).toBe(row.size as number)
    expect(Buffer.from(served).includes('N 52')).toBe(false)
    expect(Buffer.from(served).includes('alert')).toBe(false)
    // Not one pixel is another.
    const pixels = (bytes: Uint8Array) => new Bun.Image(bytes).png().bytes()
    expect(Buffer.from(await pixels(served)).equals(Buffer.from(await pixels(original)))).toBe(true)
    const thumb = await (await get(server.url, ada, `/files/${row.id}/thumb/360`)).bytes()
    expect(Buffer.from(thumb).includes('N 52')).toBe(false)
    const seen = await new Bun.Image(thumb).metadata()
    expect([seen.width > seen.height, seen.width === seen.height]).toEqual([width > height, width === height])
  })
})

describe('[S-16] what cannot be read as a picture is a plain file, and never an error', () => {
  const broken = [
    ['30,000 pixels a side in a few bytes', 'flood.png', pixelFlood()],
    ['a beginning without an end', 'cut.png', plainPng(400, 400).subarray(0, 300)],
    ['nothing but a beginning', 'head.jpg', new Uint8Array([0xff, 0xd8, 0xff, 0xe0, 0, 16])],
    [
      'a lie about its length',
      'lie.webp',
      new Uint8Array(Buffer.from('RIFF\xff\xff\xff\x7fWEBPVP8 \xff\xff\xff\x7f', 'latin1')),
    ],
  ] as const
  test.each(broken)('%s', async (_, name, content) => {
    const row = await sent(name, content as Uint8Array<ArrayBuffer>)
    expect(row).toMatchObject({ type: 'application/octet-stream', size: content.length })
    for (const key of ['width', 'height', 'thumbs', 'placeholder']) expect(row).not.toHaveProperty(key)
    const answer = await get(server.url, ada, `/files/${row.id}/${name}`)
    expect(answer.headers.get('content-disposition')).toStartWith('attachment; ')
    expect((await answer.bytes()).length).toBe(content.length)
  })
})

describe('[S-19] a name comes back as it is kept, and is nothing but a name', () => {
  test.each([
    ['plain.txt', 'plain.txt'],
    ['quote".txt', 'quote".txt'],
    ['semi; filename=evil.exe', 'semi; filename=evil.exe'],
    ["it's 100%.txt", "it's 100%.txt"],
    ['zeile\r\nSet-Cookie: a=b.txt', 'zeileSet-Cookie: a=b.txt'],
    ['发票 😀.pdf', '发票 😀.pdf'],
    ['photo\u202egpj.exe', 'photogpj.exe'],
    ['../../flack.db', 'flack.db'],
    ['CON', 'CON'],
  ])('%j', async (typed, kept) => {
    const row = await sent(typed, 'x')
    expect(row.name).toBe(kept)
    const answer = await get(server.url, ada, `/files/${row.id}/${encodeURIComponent(kept)}`)
    const told = /filename\*=UTF-8''(\S+)$/.exec(answer.headers.get('content-disposition') ?? '')?.[1] ?? ''
    expect(decodeURIComponent(told)).toBe(kept)
    expect(answer.headers.get('set-cookie')).toBeNull()
  })
})

test('[S-16] a flood of pixels takes neither the time nor the memory of the server', async () => {
  const resident = async () => {
    const text = await (await fetch(`${server.url}/metrics`)).text()
    return Number(/^flack_resident_bytes (\S+)/m.exec(text)?.[1])
  }
  await sent('warm.png', plainPng())
  const before = await resident()
  for (const side of [30_000, 12_000]) await sent('flood.png', pixelFlood(side))
  expect((await resident()) - before).toBeLessThan(64 * 1024 * 1024)
})
