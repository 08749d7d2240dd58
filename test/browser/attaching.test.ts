import { afterAll, beforeAll, expect, setDefaultTimeout, test } from 'bun:test'
import type { Page } from 'playwright-core'
import { picture } from '../support/screenshots.ts'
import { type Server, startServer } from '../support/server.ts'
import { until } from '../support/wait.ts'
import {
  arrive,
  composer,
  createChannel,
  goTo,
  join,
  joinAs,
  log,
  message,
  PATIENCE,
  type Person,
  say,
  signOut,
} from './people.ts'
import { findings } from './sound.ts'

setDefaultTimeout(PATIENCE)

let server: Server
let ada: Person
let bob: Person
let page: Page

beforeAll(async () => {
  server = await startServer({ env: { FLACK_LIMITS: 'off', FLACK_FILE_MB: '1' } })
  ada = await join(server.url, 'Ada')
  bob = await join(server.url, 'Bob', { viewport: { width: 360, height: 780 }, hasTouch: true })
  page = ada.page
  const sunset = await png('sunset.png')
  // Early: a browser that is told late to leave the choice to the test shows its own dialog.
  page.on('filechooser', chooser => void chooser.setFiles([sunset]))
})
afterAll(async () => {
  expect([...ada.complaints, ...bob.complaints]).toEqual([])
  await server.stop()
})

/** Two frames of one pixel. */
const GIF = Buffer.from(
  'R0lGODlhAQABAIAAAAAAAP///yH/C05FVFNDQVBFMi4wAwEAAAAh+QQACgAAACwAAAAAAQABAAACAkQBACH5BAAKAAAALAAAAAABAAEAAAICTAEAOw==',
  'base64',
)

interface Given {
  name: string
  mimeType: string
  buffer: Buffer
}
const png = async (name: string, width = 320, height = 200): Promise<Given> => ({
  name,
  mimeType: 'image/png',
  buffer: await picture(width, height),
})
const text = (name: string, content: string): Given => ({ name, mimeType: 'text/plain', buffer: Buffer.from(content) })

const button = (name: string, on = page) => on.getByRole('button', { name, exact: true })
const attach = async (files: Given[], on = page) => {
  await button('Attach files', on).waitFor()
  await on.locator('main input[type=file]').first().setInputFiles(files)
}
const tray = (on = page) => on.getByRole('list', { name: 'Files to send' })
const names = async (on = page) => tray(on).getByRole('listitem').locator('bdi').allInnerTexts()
const uploaded = (count: number, on = page) =>
  until(
    async () =>
      (await tray(on)
        .getByRole('button', { name: /^Remove / })
        .count()) === count,
    { what: 'the uploads' },
  )
const send = (on = page) => button('Send', on).click()
const pictureIn = (on: Page, name: string) => log(on).getByRole('article').getByRole('img', { name, exact: true })

/** Lets no byte of a file through until it is called. */
const holdUploads = async (on = page) => {
  let isHeld = true
  const isUpload = (url: URL) => /^\/files\/F[A-Z0-9]+$/.test(url.pathname)
  await on.route(isUpload, route => (isHeld && route.request().method() === 'PATCH' ? route.abort() : route.continue()))
  return async () => {
    isHeld = false
    await on.unroute(isUpload)
  }
}

test('by keyboard alone: a picture is chosen, described, sent, and stands in its place at both', async () => {
  await composer(page, 'general').focus()
  await button('Attach files').press('Enter')
  await uploaded(1)
  await button('Describe sunset.png').press('Enter')
  await page.keyboard.type('The sun over the lake')
  await page.keyboard.press('Enter')
  await page.keyboard.type('Look at this')
  await page.keyboard.press('Enter')
  for (const one of [page, bob.page]) {
    const shown = pictureIn(one, 'The sun over the lake')
    await shown.waitFor()
    await until(() => shown.evaluate(img => img instanceof HTMLImageElement && img.naturalWidth > 0), {
      what: 'the picture',
    })
    const box = await shown.boundingBox()
    expect(Math.round(((box?.width ?? 0) / (box?.height ?? 1)) * 100)).toBe(160)
  }
  expect(await tray().count()).toBe(0)
})

test('any other file is a link by its name, which saves it as it was', async () => {
  await attach([text('notes.log', 'line one\n')])
  await uploaded(1)
  await send()
  const link = log(bob.page).getByRole('link', { name: 'notes.log', exact: true })
  await link.waitFor()
  const saved = bob.page.waitForEvent('download')
  await link.click()
  const file = await saved
  expect(file.suggestedFilename()).toBe('notes.log')
  expect(await Bun.file(await file.path()).text()).toBe('line one\n')
})

test('a message with files shows at once as an echo and never half, and what is said meanwhile goes on', async () => {
  const letGo = await holdUploads()
  await attach([await png('slow.png'), text('slow.txt', 'slow')])
  const bar = tray().getByRole('progressbar', { name: 'slow.png', exact: true })
  await bar.waitFor()
  expect(await tray().getByRole('button', { name: 'Cancel upload', exact: true }).count()).toBe(2)
  await say(page, 'general', 'with slow files')
  const echo = message(page, 'with slow files')
  await echo.getByRole('img', { name: 'slow.png', exact: true }).waitFor()
  await echo.getByRole('progressbar', { name: 'slow.txt', exact: true }).waitFor()
  await say(page, 'general', 'said meanwhile')
  await message(bob.page, 'said meanwhile').waitFor()
  expect(await message(bob.page, 'with slow files').count()).toBe(0)
  const before = await echo.boundingBox()
  await letGo()
  await message(bob.page, 'with slow files').getByRole('img', { name: 'slow.png' }).waitFor()
  await message(bob.page, 'with slow files').getByRole('link', { name: 'slow.txt', exact: true }).waitFor()
  await until(async () => (await echo.getByRole('progressbar').count()) === 0, { what: 'the message without bars' })
  expect((await echo.boundingBox())?.height).toBe(before?.height ?? 0)
  expect(await message(page, 'with slow files').count()).toBe(1)
})

test('an upload that is cancelled leaves its message, and nothing of it is sent', async () => {
  const letGo = await holdUploads()
  await attach([text('wrong.txt', 'wrong')])
  await say(page, 'general', 'without it')
  await message(page, 'without it').getByRole('button', { name: 'Cancel upload', exact: true }).click()
  await message(bob.page, 'without it').waitFor()
  expect(await message(bob.page, 'without it').getByRole('link').count()).toBe(1)
  await letGo()
})

test('files go on after a reload and a restarted server, in the field and in a message', async () => {
  const letGo = await holdUploads()
  await attach([await png('sent.png', 400, 300)])
  await say(page, 'general', 'before the restart')
  await attach([text('kept.txt', 'kept')])
  await tray().getByText('kept.txt').waitFor()
  await page.reload()
  await server.restart()
  await tray().getByText('kept.txt').waitFor()
  await pictureIn(page, 'sent.png').waitFor()
  await letGo()
  await uploaded(1)
  await message(bob.page, 'before the restart').getByRole('img', { name: 'sent.png', exact: true }).waitFor()
  await say(page, 'general', 'after the restart')
  await message(bob.page, 'after the restart').getByRole('link', { name: 'kept.txt', exact: true }).waitFor()
})

test('what is attached stays with its conversation, whatever one opens meanwhile', async () => {
  await createChannel(page, 'other')
  await composer(page, 'other').waitFor()
  await attach([text('for-other.txt', 'x')])
  await uploaded(1)
  await goTo(page, 'general')
  expect(await tray().count()).toBe(0)
  await say(page, 'general', 'nothing with it')
  await goTo(page, 'other')
  expect(await names()).toEqual(['for-other.txt'])
  await send()
  await log(page).getByRole('link', { name: 'for-other.txt', exact: true }).waitFor()
  await goTo(page, 'general')
})

test('their order is changed with the arrow keys, and is what others see', async () => {
  await attach([await png('one.png'), await png('two.png'), await png('three.png')])
  await uploaded(3)
  await button('Move three.png').focus()
  await page.keyboard.press('ArrowLeft')
  await page.keyboard.press('ArrowLeft')
  expect(await names()).toEqual(['three.png', 'one.png', 'two.png'])
  await page.keyboard.press('ArrowLeft')
  expect(await names()).toEqual(['three.png', 'one.png', 'two.png'])
  await say(page, 'general', 'in order')
  const shown = message(bob.page, 'in order').getByRole('img')
  await message(bob.page, 'in order').getByRole('img', { name: 'two.png' }).waitFor()
  expect(await shown.evaluateAll(all => all.flatMap(one => one.getAttribute('alt') ?? []))).toEqual([
    'three.png',
    'one.png',
    'two.png',
  ])
})

test('what is dropped anywhere on the conversation is attached, where the target says so', async () => {
  const transfer = await page.evaluateHandle(() => {
    const given = new DataTransfer()
    given.items.add(new File(['dropped'], 'dropped.txt', { type: 'text/plain' }))
    return given
  })
  await log(page).dispatchEvent('dragover', { dataTransfer: transfer })
  await page.getByText('Drop files for #general').waitFor()
  await log(page).dispatchEvent('drop', { dataTransfer: transfer })
  await uploaded(1)
  expect(await page.getByText('Drop files for #general').count()).toBe(0)
  await button('Remove dropped.txt').click()
  expect(await tray().count()).toBe(0)
})

/** Pastes as a browser does, into what has the focus. */
const paste = (kind: 'picture' | 'sheet' | 'long') =>
  page.evaluate(kind => {
    const clipboardData = new DataTransfer()
    if (kind !== 'long') clipboardData.items.add(new File(['not really'], 'image.png', { type: 'image/png' }))
    if (kind === 'sheet') clipboardData.setData('text/html', '<table><tr><td>1</td></tr></table>')
    if (kind === 'sheet') clipboardData.setData('text/plain', '1')
    if (kind === 'long') clipboardData.setData('text/plain', 'long '.repeat(1000))
    const event = new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true })
    const isLeft = document.activeElement?.dispatchEvent(event)
    if (isLeft) document.execCommand('insertText', false, clipboardData.getData('text/plain'))
  }, kind)

test('a picture is pasted as a file with a name of its own, a table as its text', async () => {
  await composer(page, 'general').focus()
  await paste('sheet')
  expect(await tray().count()).toBe(0)
  await composer(page, 'general').fill('')
  await paste('picture')
  await tray().waitFor()
  expect((await names())[0]).toMatch(/^screenshot \d{4}-\d\d-\d\d \d\d-\d\d-\d\d\.png$/)
  await tray()
    .getByRole('button', { name: /^(Remove |Cancel upload)/ })
    .click()
})

test('a long text may be sent as a file, and says nothing twice', async () => {
  await composer(page, 'general').fill('Here it is: ')
  await composer(page, 'general').press('End')
  await paste('long')
  await button('Send it as a file').click()
  await uploaded(1)
  expect(await composer(page, 'general').inputValue()).toBe('Here it is: ')
  await send()
  const article = message(bob.page, 'Here it is:')
  await article.getByRole('link', { name: 'Pasted text.txt', exact: true }).waitFor()
  await article.getByRole('button', { name: 'Show', exact: true }).click()
  await article.locator('pre').filter({ hasText: 'long long' }).waitFor()
})

test('a file that is too large says so in the field, and is retried or taken back', async () => {
  await attach([{ name: 'large.bin', mimeType: 'application/octet-stream', buffer: Buffer.alloc(1_200_000) }])
  await tray().getByText('A file has at most 1 MB.').waitFor()
  await tray().getByRole('button', { name: 'Retry', exact: true }).click()
  await tray().getByText('A file has at most 1 MB.').waitFor()
  await say(page, 'general', 'too large')
  const failed = message(page, 'too large')
  await failed.getByText('This message was not sent.').waitFor()
  await failed.getByRole('button', { name: 'Discard', exact: true }).click()
  expect(await message(page, 'too large').count()).toBe(0)
})

test('a picture that moves stands still until it is wanted', async () => {
  await attach([{ name: 'moves.gif', mimeType: 'image/gif', buffer: GIF }])
  await uploaded(1)
  await say(page, 'general', 'it moves')
  const shown = message(bob.page, 'it moves')
  await shown.getByRole('img', { name: 'moves.gif', exact: true }).waitFor()
  const play = shown.getByRole('button', { name: 'Play moves.gif', exact: true })
  const source = () => shown.getByRole('img', { name: 'moves.gif', exact: true }).getAttribute('src')
  await until(async () => /^blob:|\/thumb\//.test((await source()) ?? ''), { what: 'a picture that stands still' })
  await play.click()
  await until(async () => (await source())?.endsWith('/moves.gif') === true, { what: 'a picture that moves' })
})

test('a note that was spoken or filmed is sent as a file, and heard or watched in its place', async () => {
  const dora = await arrive(server.url)
  await dora.page.addInitScript(() => {
    navigator.mediaDevices.getUserMedia = async wanted => {
      const sound = new AudioContext()
      const tone = sound.createOscillator()
      const out = sound.createMediaStreamDestination()
      tone.connect(out)
      tone.start()
      if (!wanted?.video) return out.stream
      const canvas = document.createElement('canvas')
      canvas.getContext('2d')?.fillRect(0, 0, 10, 10)
      return new MediaStream([...out.stream.getTracks(), ...canvas.captureStream(10).getTracks()])
    }
  })
  await dora.page.reload()
  await joinAs(dora.page, 'Eve')
  for (const [kind, element] of [
    ['voice', 'audio'],
    ['video', 'video'],
  ] as const) {
    await button(`Record a ${kind} note`, dora.page).press('Enter')
    const recorder = dora.page.getByRole('group', { name: `${kind === 'voice' ? 'Voice' : 'Video'} note`, exact: true })
    await recorder.getByText('0:02').waitFor()
    expect(await findings(dora.page)).toEqual([])
    await recorder.getByRole('button', { name: 'Done', exact: true }).click()
    await uploaded(1, dora.page)
    await say(dora.page, 'general', `a ${kind} note`)
    const heard = message(bob.page, `a ${kind} note`).locator(element)
    await heard.waitFor()
    await heard.evaluate(async media => {
      if (media instanceof HTMLMediaElement) await media.play()
    })
    await until(() => heard.evaluate(media => media instanceof HTMLMediaElement && media.currentTime > 0), {
      what: kind,
    })
    const speed = message(bob.page, `a ${kind} note`).getByRole('button', { name: /^Speed/ })
    await speed.click()
    expect(await heard.evaluate(media => media instanceof HTMLMediaElement && media.playbackRate)).toBe(1.25)
  }
  await button('Record a voice note', dora.page).press('Enter')
  await button('Cancel', dora.page).click()
  expect(await tray(dora.page).count()).toBe(0)
  expect(dora.complaints).toEqual([])
})

test('where the browser keeps nothing it is said, and files are sent all the same', async () => {
  const frank = await arrive(server.url)
  await frank.page.addInitScript(() => {
    const open = indexedDB.open.bind(indexedDB)
    indexedDB.open = (name, version) => {
      if (name.startsWith('flack-files')) throw new DOMException('No room.', 'QuotaExceededError')
      return open(name, version)
    }
  })
  await frank.page.reload()
  await joinAs(frank.page, 'Frank')
  await attach([text('unkept.txt', 'unkept')], frank.page)
  await frank.page.getByText('This browser has no room to keep these files.').waitFor()
  await uploaded(1, frank.page)
  await say(frank.page, 'general', 'sent all the same')
  await message(bob.page, 'sent all the same').getByRole('link', { name: 'unkept.txt', exact: true }).waitFor()
  expect(frank.complaints).toEqual([])
})

test('with the session go the files that were on their way', async () => {
  const carol = await join(server.url, 'Carol')
  const letGo = await holdUploads(carol.page)
  await attach([text('private.txt', 'private')], carol.page)
  await tray(carol.page).getByText('private.txt').waitFor()
  await carol.page.getByRole('button', { name: 'Profile', exact: true }).click()
  await signOut(carol.page)
  await joinAs(carol.page, 'Dora')
  await letGo()
  await button('Attach files', carol.page).waitFor()
  const left = () =>
    carol.page.evaluate(async () => (await indexedDB.databases()).some(({ name }) => name === 'flack-files-1'))
  await until(async () => !(await left()), { what: 'no database of files' })
  expect(await tray(carol.page).count()).toBe(0)
})

test('what is attached and shown is sound on a wide screen and on a phone', async () => {
  for (const one of [ada, bob]) {
    await attach([await png('sound.png'), text('a rather long name of a file that does not fit.txt', 'x')], one.page)
    await uploaded(2, one.page)
    expect(await findings(one.page)).toEqual([])
    expect(await one.page.evaluate(() => document.documentElement.scrollWidth <= innerWidth)).toBe(true)
    await tray(one.page)
      .getByRole('button', { name: /^Remove / })
      .first()
      .click()
    await tray(one.page)
      .getByRole('button', { name: /^Remove / })
      .first()
      .click()
  }
})
