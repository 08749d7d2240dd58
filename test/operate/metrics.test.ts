import { afterAll, beforeAll, describe, expect, test } from 'bun:test'
import { readFileSync } from 'node:fs'
import { Connection, codeOf } from '../access/connection.ts'
import { connect, enter, type Member } from '../access/guest.ts'
import { type Server, startServer } from '../support/server.ts'
import { until } from '../support/wait.ts'

let server: Server

beforeAll(async () => {
  server = await startServer()
})

afterAll(async () => {
  await server.stop()
})

/** All samples of a server by their whole name: `flack_refusals_total{code="invalid"}`. */
const scrape = async (): Promise<ReadonlyMap<string, number>> => {
  const text = await (await fetch(`${server.url}/metrics`)).text()
  const lines = text.split('\n').filter(line => line !== '' && !line.startsWith('#'))
  return new Map(lines.map(line => [line.slice(0, line.lastIndexOf(' ')), Number(line.slice(line.lastIndexOf(' ')))]))
}

/** What grew between two scrapes, without what the clock and the machine decide. */
const growth = (before: ReadonlyMap<string, number>, after: ReadonlyMap<string, number>): Record<string, number> => {
  const grown = [...after].map(([name, value]) => [name, value - (before.get(name) ?? 0)] as const)
  const told = grown.filter(([name, value]) => value !== 0 && !/seconds|bytes|_bucket|commit_commands/.test(name))
  return Object.fromEntries(told)
}

/** What the test itself counted, under the names that the server uses. */
class Recorder {
  #counts: Record<string, number> = {}

  add(name: string, by = 1): void {
    this.#counts[name] = (this.#counts[name] ?? 0) + by
  }

  get counts(): Record<string, number> {
    return this.#counts
  }
}

describe('[O-02] the metrics tell the truth', () => {
  test('after a run they are what the clients counted themselves', async () => {
    const people = await Promise.all(Array.from({ length: 6 }, () => connect(server.url)))
    const before = await scrape()
    const recorder = new Recorder()
    recorder.add('flack_http_requests_total{route="GET /metrics",status="200"}')
    const heard = people.map(({ socket }) => socket.frames.length)
    await Promise.all(people.map(person => talk(person, recorder)))
    await everybodyHeard(people, heard, recorder)
    const frames = people.flatMap(({ socket }, index) => socket.frames.slice(heard[index])).filter(isChange)
    recorder.add('flack_deliveries_total{kind="change"}', frames.length)
    const published = new Set(frames.map(({ stream, since, rev }) => `${stream} ${since} ${rev}`)).size
    recorder.add('flack_frames_published_total{kind="change"}', published)

    expect(growth(before, await scrape())).toEqual(recorder.counts)
    for (const { socket } of people) socket.close()
  })

  test('commits, their sizes and their times belong together', async () => {
    const after = await scrape()
    const commits = after.get('flack_commit_commands_count') ?? 0
    expect(commits).toBeGreaterThan(0)
    expect(after.get('flack_commit_seconds_count')).toBe(commits)
    expect(after.get('flack_commit_commands_bucket{le="+Inf"}')).toBe(commits)
    expect(after.get('flack_commit_commands_sum')).toBeGreaterThanOrEqual(commits)
    expect(after.get('flack_commit_failures_total')).toBe(0)
  })

  test('sockets are counted when they open and by the code with which they close', async () => {
    const { token } = await enter(server.url)
    const before = await scrape()
    const socket = await Connection.greeted(server.url, token)
    const other = await Connection.greeted(server.url, token)
    expect((await scrape()).get('flack_sockets')).toBe((before.get('flack_sockets') ?? 0) + 2)
    await fetch(`${server.url}/auth/signout`, { method: 'POST', headers: { authorization: `Bearer ${token}` } })
    expect(await Promise.all([socket.ends(), other.ends()])).toEqual([4001, 4001])
    await until(async () => (await scrape()).get('flack_sockets') === before.get('flack_sockets'), {
      what: 'the sockets to be gone',
    })
    const grown = growth(before, await scrape())
    expect(grown.flack_sockets_opened_total).toBe(2)
    expect(grown['flack_sockets_closed_total{code="4001"}']).toBe(2)
    expect(grown['flack_http_requests_total{route="GET /ws",status="101"}']).toBe(2)
  })
})

test('[O-03] the text is what Prometheus reads: a help and a type before each, and nothing twice', async () => {
  const answer = await fetch(`${server.url}/metrics`)
  expect(answer.headers.get('content-type')).toBe('text/plain; version=0.0.4; charset=utf-8')
  const lines = (await answer.text()).trimEnd().split('\n')
  const shapes =
    /^(# HELP flack_\w+ .+\.|# TYPE flack_\w+ (counter|gauge|histogram)|flack_\w+(\{\w+="[^"\\]*"(,\w+="[^"\\]*")*\})? -?[\d.e+-]+)$/
  expect(lines.filter(line => !shapes.test(line))).toEqual([])
  const names = lines.map(line =>
    line.startsWith('#') ? line.split(' ').slice(0, 3).join(' ') : line.slice(0, line.lastIndexOf(' ')),
  )
  expect(names.length).toBe(new Set(names).size)
})

test('docs/operations.md lists every metric that there is, and no other', async () => {
  const text = await (await fetch(`${server.url}/metrics`)).text()
  const exposed = [...text.matchAll(/^# TYPE (flack_\w+)/gm)].map(([, name = '']) => name)
  const documented = readFileSync(`${import.meta.dir}/../../docs/operations.md`, 'utf8').matchAll(
    /^\| `(flack_\w+)` \| [cgh]/gm,
  )
  expect([...documented].map(([, name = '']) => name).sort()).toEqual(exposed.sort())
})

const POSTS = 20

/** Everything that counts: posts, resends, refusals of rules, of limits and of what is no frame, and questions. */
const talk = async ({ id, socket }: Member, recorder: Recorder): Promise<void> => {
  const post = (clientId: string, text: string, channel = '#general') => ({
    do: 'message.post',
    channel,
    clientId: `${id}-${clientId}`,
    text,
  })
  const posts = Array.from({ length: POSTS }, (_, index) => post(String(index), `Word ${index}`))
  const resends = [post('0', 'Word 0'), post('1', 'Word 1')]
  const refused = [post('x', ''), post('0', 'Another word'), post('y', 'To nobody', '#nowhere'), { do: 'nothing' }]
  const flood = Array.from({ length: 100 }, (_, index) => post(`flood-${index}`, 'More'))
  const syncs = [
    { do: 'sync', epoch: 'another', stream: id, since: 0 },
    { do: 'sync', epoch: String(hello(socket).epoch), stream: id, since: 0 },
  ]
  const say = async (command: { do: string }) => {
    const answer = await socket.ask(command)
    if (answer.refused) recorder.add(`flack_refusals_total{code="${codeOf(answer)}"}`)
    if (answer.ok && command.do === 'message.post')
      recorder.add(answer.ok.duplicate ? 'flack_messages_duplicate_total' : 'flack_messages_posted_total')
    if (command.do === 'sync') recorder.add('flack_sync_answers_total')
    if (answer.ok?.reset) recorder.add('flack_sync_resets_total')
  }
  for (const command of [...posts, ...resends, ...refused, ...syncs, { do: 'ping' }]) await say(command)
  // All at once, which is more than anybody may.
  await Promise.all(flood.map(say))
  socket.raw('no frame')
  await socket.hears(frame => frame.re === null, 'the refusal of what is no frame')
  recorder.add('flack_refusals_total{code="invalid_frame"}')
}

const hello = ({ frames }: Connection): Record<string, unknown> => frames[0]?.hello as Record<string, unknown>

type Heard = { stream: string; since: number; rev: number; rows: unknown[] }

const isChange = (frame: object): frame is Heard => 'since' in frame && 'stream' in frame

/** Until followers have written what follows from the posts, each of which is a frame as well. */
const followed = (recorder: Recorder): Promise<boolean> =>
  until(
    async () => {
      recorder.add('flack_http_requests_total{route="GET /metrics",status="200"}')
      return [...(await scrape())].every(([name, value]) => !name.startsWith('flack_follower_lag') || value === 0)
    },
    { what: 'the followers' },
  )

/** Until every client has the message rows of all that were acknowledged, and what followers wrote after them. */
const everybodyHeard = async (people: Member[], from: number[], recorder: Recorder): Promise<void> => {
  const { counts } = recorder
  const posted = counts.flack_messages_posted_total ?? 0
  expect(posted).toBeGreaterThanOrEqual(people.length * POSTS)
  expect(counts['flack_refusals_total{code="rate_limited"}']).toBeGreaterThan(0)
  for (const [index, { socket }] of people.entries()) {
    const messages = () =>
      socket.frames
        .slice(from[index])
        .filter(isChange)
        .flatMap(({ rows }) => rows as { row: string }[])
        .filter(({ row }) => row === 'message').length
    await until(() => messages() === posted, { what: `all ${posted} messages` })
  }
  await followed(recorder)
  for (const { socket } of people) await socket.settled()
}
