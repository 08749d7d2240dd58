import { afterAll, beforeAll, describe, expect, test } from 'bun:test'
import { type Blobs, WrongOffset } from './blobs.ts'

let names = 0
const fresh = () => `a${String(++names).padStart(19, '0')}`

async function* chunks(...texts: (string | Error)[]): AsyncGenerator<Uint8Array> {
  for (const text of texts) {
    if (text instanceof Error) throw text
    yield new TextEncoder().encode(text)
  }
}

/** What every engine of blobs must do. `open` gives the same blobs each time, as a process that starts again would. */
export const blobsContract = (name: string, start: () => Promise<{ open(): Blobs; stop(): Promise<void> }>): void => {
  describe(`blobs on ${name}`, () => {
    let engine: Awaited<ReturnType<typeof start>>
    let blobs: Blobs
    beforeAll(async () => {
      engine = await start()
      blobs = engine.open()
    })
    afterAll(() => engine.stop())

    const textOf = async (blob: string, from = 0, to?: number) =>
      new Response(blobs.read(blob, from, to ?? (await blobs.size(blob)) ?? 0)).text()

    test('what was never begun is not there', async () => {
      const blob = fresh()
      expect([await blobs.held(blob), await blobs.size(blob)]).toEqual([null, null])
      await blobs.remove(blob)
    })

    test('[FILE] grows in portions, also after a new start, and is seen once it is whole', async () => {
      const blob = fresh()
      expect(await blobs.append(blob, 0, chunks('one ', 'two '))).toBe(8)
      blobs = engine.open()
      expect(await blobs.held(blob)).toBe(8)
      expect(await blobs.append(blob, 8, chunks('three'))).toBe(13)
      expect(await blobs.size(blob)).toBeNull()
      await blobs.finish(blob)
      expect([await blobs.held(blob), await blobs.size(blob)]).toEqual([null, 13])
      expect(await textOf(blob)).toBe('one two three')
      await blobs.finish(blob)
      expect(await textOf(blob)).toBe('one two three')
    })

    test('parts of it are read', async () => {
      const blob = fresh()
      await blobs.put(blob, new TextEncoder().encode('0123456789'))
      expect(await textOf(blob, 2, 5)).toBe('234')
      expect(await textOf(blob, 9, 10)).toBe('9')
      expect(await textOf(blob, 4, 4)).toBe('')
    })

    test('what came before a line broke is kept, and it goes on from there and from nowhere else', async () => {
      const blob = fresh()
      await expect(blobs.append(blob, 0, chunks('begun', new Error('broken')))).rejects.toThrow('broken')
      const held = (await blobs.held(blob)) ?? 0
      expect('begun'.slice(0, held)).toHaveLength(held)
      await expect(blobs.append(blob, held + 1, chunks('!'))).rejects.toThrow(WrongOffset)
      await blobs.append(blob, held, chunks('begun'.slice(held), ' again'))
      await blobs.finish(blob)
      expect(await textOf(blob)).toBe('begun again')
    })

    test('an empty one is whole, too', async () => {
      const blob = fresh()
      expect(await blobs.append(blob, 0, chunks())).toBe(0)
      await blobs.finish(blob)
      expect([await blobs.size(blob), await textOf(blob)]).toEqual([0, ''])
    })

    test('what was put takes the place of what was there, and one beside it is another', async () => {
      const blob = fresh()
      await blobs.append(blob, 0, chunks('as it came'))
      await blobs.finish(blob)
      await blobs.put(blob, new TextEncoder().encode('cleaned'))
      await blobs.put(`${blob}.360`, new TextEncoder().encode('small'))
      expect([await textOf(blob), await textOf(`${blob}.360`)]).toEqual(['cleaned', 'small'])
    })

    test('what is removed is gone, whole or not, and removing it again is no error', async () => {
      const [unfinished, whole] = [fresh(), fresh()]
      await blobs.append(unfinished, 0, chunks('half'))
      await blobs.put(whole, new TextEncoder().encode('all'))
      for (const blob of [unfinished, whole, whole]) await blobs.remove(blob)
      expect([await blobs.held(unfinished), await blobs.size(unfinished), await blobs.size(whole)]).toEqual([
        null,
        null,
        null,
      ])
    })

    test('[S-18] a name that is none of ours is refused', async () => {
      for (const bad of ['../../etc/passwd', 'a/b', '', 'C:\\x', 'aaaaaaaaaaaaaaaaaaaa/..', 'aaaaaaaaaaaaaaaaaaaa\0']) {
        const done = async () => blobs.put(bad, new Uint8Array(1))
        await expect(done()).rejects.toThrow('not the name')
      }
    })

    test('there is room', async () => {
      expect(await blobs.free()).toBeGreaterThan(0)
    })
  })
}
