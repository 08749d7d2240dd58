import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from 'bun:test'
import { type Connection, codeOf } from '../access/connection.ts'
import { connect, type Member } from '../access/guest.ts'
import { missing } from '../support/missing.ts'
import { patience } from '../support/pace.ts'
import { freshDatabase } from '../support/postgres.ts'
import { type Server, startServer } from '../support/server.ts'
import { until } from '../support/wait.ts'
import { startSite } from './site.ts'

setDefaultTimeout(patience(60_000))

type Card = { url: string; title: string; text?: string; site?: string }
type Row = { row: string; rev: number; seq: number; cards: Card[]; gone?: true }

const site = startSite()
afterAll(site.close)

const engines = { SQLite: '', PostgreSQL: missing.postgres }
for (const [engine, lacks] of Object.entries(engines)) {
  describe.skipIf(lacks !== '')(`previews on ${engine}${lacks}`, () => {
    let server: Server
    let ada: Member
    let bob: Member
    let channel: string
    beforeAll(async () => {
      server = await startServer({
        entry: 'test/previews/previewing-server.ts',
        args: [
          ...['--previews', 'on', '--previews-block', 'blocked.test', '--limits', 'off'],
          ...(engine === 'PostgreSQL' ? ['--database', await freshDatabase()] : []),
        ],
      })
      ada = await connect(server.url, 'Ada')
      bob = await connect(server.url, 'Bob')
      channel = String((await ada.socket.ask({ do: 'channel.create', name: 'links' })).ok?.channel)
      await bob.socket.ask({ do: 'channel.join', channel })
    })
    afterAll(() => server.stop())

    let posts = 0
    const post = async (text: string): Promise<number> =>
      Number((await ada.socket.ask({ do: 'message.post', channel, clientId: `m${++posts}`, text })).ok?.seq)
    const rowsOf = ({ frames }: Connection, seq: number): Row[] =>
      frames
        .flatMap(frame => (Array.isArray(frame.rows) ? (frame.rows as Row[]) : []))
        .filter(row => row.row === 'preview' && row.seq === seq)
    const now = (seq: number): Row | undefined => rowsOf(bob.socket, seq).at(-1)
    const cards = (seq: number, count: number): Promise<Card[]> =>
      until(() => now(seq)?.cards.length === count && now(seq)?.cards, { what: `${count} cards at ${seq}` })
    /** Everything that was posted before this message has been looked at by then. */
    const settled = async (): Promise<void> => {
      await cards(await post(site.at(`/after-${posts}`)), 1)
    }

    test('a card follows the message, for everybody, in the order of its addresses', async () => {
      const [second, first] = [site.at('/second'), site.at('/first')]
      const seq = await post(`see ${first}, and [this](${second}).`)
      expect(await cards(seq, 2)).toEqual([
        { url: first, title: 'The first & more', text: 'What the first is about.', site: 'The Daily Test' },
        { url: second, title: 'The second & more', text: 'What the second is about.', site: 'The Daily Test' },
      ])
      const { ok } = await bob.socket.ask({ do: 'history', channel, before: seq + 1, limit: 1 })
      expect(ok?.beside).toEqual([now(seq)])
    })

    test('nothing is asked for what stands in code, beyond three, blocked, or forbidden', async () => {
      const text = [
        `\`${site.at('/code')}\``,
        ...['/closed/a', '/a1'].map(path => site.at(path)),
        site.at('/blocked', 'www.blocked.test'),
        site.at('/too-many'),
      ].join(' ')
      const seq = await post(text)
      expect((await cards(seq, 1)).map(({ title }) => title)).toEqual(['The a1 & more'])
      await settled()
      for (const path of ['/code', '/closed/a', '/blocked', '/too-many']) expect(site.asked).not.toContain(path)
    })

    test('what is no page, is not there or leads inside has no card; a redirect has that of where it leads', async () => {
      const seqs = [await post(site.at('/picture')), await post(site.at('/missing')), await post(site.at('/inside'))]
      const away = site.at('/away')
      expect(await cards(await post(away), 1)).toMatchObject([{ url: away, title: 'The article & more' }])
      await settled()
      expect(seqs.map(now)).toEqual([undefined, undefined, undefined])
    })

    test('what a page says is a line of text, and turns nothing around', async () => {
      const [card] = await cards(await post(site.at('/hostile')), 1)
      expect(card).toMatchObject({ title: '<img src=x onerror=alert(1)> gnp.exe', site: '<script>alert(1)</script>' })
    })

    test('an edit ends the card of an address that it takes out, and brings that of a new one', async () => {
      const [one, two] = [site.at('/edit-one'), site.at('/edit-two')]
      const seq = await post(one)
      await cards(seq, 1)
      await ada.socket.ask({ do: 'message.edit', channel, seq, text: two })
      expect((await until(async () => now(seq)?.cards[0]?.url === two && now(seq)?.cards)).length).toBe(1)
      await ada.socket.ask({ do: 'message.edit', channel, seq, text: 'no more' })
      expect(await until(() => now(seq)?.gone)).toBe(true)
    })

    test('[EDIT] a deletion ends it in the same frame, also where the page answers later', async () => {
      const seq = await post(site.at('/deleted'))
      await cards(seq, 1)
      await ada.socket.ask({ do: 'message.delete', channel, seq })
      expect(await until(() => now(seq)?.gone)).toBe(true)
      const { ok } = await bob.socket.ask({ do: 'history', channel, before: seq + 1, limit: 1 })
      expect(ok?.beside).toEqual([])
      const quick = await post(site.at('/deleted-at-once'))
      await ada.socket.ask({ do: 'message.delete', channel, seq: quick })
      await settled()
      expect(now(quick)?.cards ?? []).toEqual([])
    })

    test('its author takes a card away for good, and nobody else does', async () => {
      const url = site.at('/unwanted')
      const seq = await post(`${url} ${site.at('/wanted')}`)
      await cards(seq, 2)
      const remove = ({ socket }: Member) => socket.ask({ do: 'preview.remove', channel, seq, url })
      expect(codeOf(await remove(bob))).toBe('not_allowed')
      expect((await remove(ada)).ok).toEqual({ seq })
      expect(await cards(seq, 1)).toMatchObject([{ title: 'The wanted & more' }])
      await ada.socket.ask({ do: 'message.edit', channel, seq, text: `${url} ${site.at('/wanted')} again` })
      await settled()
      expect(now(seq)?.cards.map(({ title }) => title)).toEqual(['The wanted & more'])
    })
  })
}

test('a server that is nobody else’s looks nowhere unless it is told to', async () => {
  const server = await startServer({ entry: 'test/previews/previewing-server.ts' })
  const ada = await connect(server.url, 'Ada')
  await ada.socket.ask({ do: 'message.post', channel: '#general', clientId: 'a', text: site.at('/private-party') })
  const metrics = async () => (await fetch(`${server.url}/metrics`)).text()
  await until(async () => /flack_follower_lag\{follower="links"\} 0/.test(await metrics()), { what: 'the follower' })
  expect(await metrics()).toContain('flack_jobs{state="waiting"} 0')
  expect(site.asked).not.toContain('/private-party')
  await server.stop()
})
