import { afterAll, beforeAll, expect, test } from 'bun:test'
import { type Postbox, startPostbox } from '../../../test/support/postbox.ts'
import { smtp } from './smtp.ts'

let box: Postbox
beforeAll(async () => {
  box = await startPostbox()
})
afterAll(() => box.stop())

test('a letter arrives as it was written, under one id however often it is sent', async () => {
  const mail = smtp(box.url, 'Flack <flack@chat.example>')
  const letter = { id: 'one', to: 'ada@home.example', subject: 'Grüße 🎉', text: 'Öffne dies:\nhttps://chat.example/x' }
  await mail.send(letter)
  await mail.send(letter)
  const [first, second] = box.letters
  expect(first?.to).toEqual(['ada@home.example'])
  expect(first?.text).toBe(letter.text)
  expect([first?.id, second?.id]).toEqual(['<one@chat.example>', '<one@chat.example>'])
})

test('an address cannot write lines of the head, nor name others', async () => {
  const mail = smtp(box.url, 'flack@chat.example')
  const before = box.letters.length
  for (const to of ['ada@home.example\r\nBcc: eve@evil.example', 'ada@home.example, eve@evil.example'])
    await mail.send({ id: 'two', to, subject: 'Hello\r\nBcc: eve@evil.example', text: 'x' }).catch(() => {})
  expect(box.letters.slice(before).flatMap(({ to }) => to)).not.toContain('eve@evil.example')
})

test('a server that does not answer is an error', async () => {
  const mail = smtp('smtp://127.0.0.1:9', 'flack@chat.example')
  expect(mail.send({ id: 'three', to: 'ada@home.example', subject: 'x', text: 'x' })).rejects.toThrow()
})
