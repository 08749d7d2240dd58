import { describe, expect, test } from 'bun:test'
import type { Frame } from '#domain/frame.ts'
import { ada, bob, id, identity, join, ok, request, settle, team } from '../../test/support/commands.ts'
import type { Open } from './store.contract.ts'
import type { FileListing, Store } from './store.ts'

const { workspace } = identity
const most = { file: 1000, person: 10_000, workspace: 10_000 }

let drawn = 0

/** An upload that is all there: its id. */
const uploaded = async (store: Store, user: string, channel: string, type = 'text/plain'): Promise<string> => {
  const file = id('F', ++drawn)
  const said = { id: file, blob: `blob-${drawn}`, channel, clientId: file, name: `${file}.txt`, size: 10 }
  await ok(store.commit(request(user, { do: 'upload.begin', ...said, most, workspace })))
  const looks = { width: null, height: null, placeholder: null, thumbs: false }
  await ok(store.commit(request(user, { do: 'upload.finish', id: file, size: 8, type, ...looks, workspace })))
  return file
}

const sent = async (store: Store, user: string, channel: string, files: string[]): Promise<number> => {
  const clientId = `m${++drawn}`
  const { seq } = await ok(store.commit(request(user, { do: 'message.post', channel, clientId, text: '', files })))
  return seq
}

const hidden = id('C', 77)

/** [FILE] Files and uploads, as every store keeps them. */
export const filesContract = (open: Open): void => {
  describe('files', () => {
    test('come with the message in one frame and one page, and go with it', async () => {
      const { store } = await open()
      await settle(store)
      const frames: Frame[] = []
      store.onCommit(committed => frames.push(...committed))
      const files = [await uploaded(store, ada, team), await uploaded(store, ada, team, 'image/png')]
      const seq = await sent(store, ada, team, files)
      const frame = frames.findLast(({ stream }) => stream === team)
      const rows = JSON.parse(frame?.rows ?? '[]') as { row: string; id: string }[]
      expect(rows.map(({ row }) => row)).toEqual(['message', 'file', 'file'])
      expect((await store.page(team, seq + 1, 1)).beside).toEqual(rows.slice(1) as never)
      expect((await store.changed(team, 0)).rows.filter(({ row }) => row === 'file')).toEqual(rows.slice(1) as never)
      const usage = async () => (await store.look([['usage', ada]])).get('usage', ada)?.bytes
      expect(await usage()).toBe(16)
      await ok(store.commit(request(ada, { do: 'message.delete', channel: team, seq })))
      expect((await store.page(team, seq + 1, 1)).beside).toEqual([])
      const gone = (await store.changed(team, 0)).rows.filter(({ row }) => row === 'file')
      expect(gone).toMatchObject(files.map(file => ({ id: file, name: '', type: '', size: 0, gone: true })))
      const jobs = await store.look(files.map(file => ['job', `content blob-${Number(file.slice(1))}`] as const))
      expect(files.map(file => jobs.get('job', `content blob-${Number(file.slice(1))}`)?.kind)).toEqual([
        'content',
        'content',
      ])
    })

    test('are listed from the newest on, in pages without gaps, also where many came at once, to whoever may see them', async () => {
      const { store } = await open()
      await settle(store)
      const secret = { do: 'channel.create', name: 'hidden', private: true } as const
      await ok(store.commit(request(ada, secret, { fresh: hidden })))
      await ok(store.commit(join(bob, team)))
      const shown: string[] = []
      for (let message = 0; message < 4; message++) {
        const files = [await uploaded(store, ada, team, message % 2 === 0 ? 'image/png' : 'text/plain')]
        files.push(await uploaded(store, ada, team))
        await sent(store, ada, team, files)
        shown.push(...files)
        await sent(store, ada, hidden, [await uploaded(store, ada, hidden)])
      }
      const list = async (user: string, over: Partial<FileListing> = {}, limit = 3) => {
        const found: string[] = []
        let below: FileListing['below'] = null
        for (let page = 0; page < 20; page++) {
          const asked: FileListing = { channel: null, type: null, author: null, ...over, below, limit }
          const { files, next } = await store.files(user, asked)
          found.push(...files.map(file => file.id))
          if (next === null) return found
          below = next
        }
        throw new Error('There is no end.')
      }
      const all = await list(bob)
      expect(all.toSorted()).toEqual(shown.toSorted())
      expect(all.slice(0, 2).toSorted()).toEqual(shown.slice(-2).toSorted())
      expect(await list(bob, {}, 100)).toEqual(all)
      expect(await list(ada)).toHaveLength(12)
      expect(await list(ada, { channel: hidden })).toHaveLength(4)
      expect(await list(bob, { type: 'image' })).toHaveLength(2)
      expect(await list(bob, { type: 'text/plain', author: ada })).toHaveLength(6)
      expect(await list(bob, { author: bob })).toEqual([])
    })

    test('an upload is taken once, whoever wants it at once', async () => {
      const { store } = await open()
      await settle(store)
      const file = await uploaded(store, ada, team)
      const taking = [
        request(ada, { do: 'message.post', channel: team, clientId: 'one', text: '', files: [file] }),
        request(ada, { do: 'message.post', channel: team, clientId: 'two', text: '', files: [file] }),
        request(ada, { do: 'upload.drop', id: file }),
      ]
      const outcomes = await Promise.all(taking.map(each => store.commit(each as never)))
      expect(outcomes.map(outcome => ('refused' in outcome ? outcome.refused.code : 'ok')).toSorted()).toEqual([
        'file_not_found',
        'file_not_found',
        'ok',
      ])
      expect(await store.kept(team, 9)).toMatchObject({ uploads: [] })
    })
  })
}
