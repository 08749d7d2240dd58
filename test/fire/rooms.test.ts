import { expect, test } from 'bun:test'
import { type Answer, Connection, codeOf } from '../access/connection.ts'
import { enter } from '../access/guest.ts'
import { full } from '../support/full.ts'
import { patience } from '../support/pace.ts'
import { startServer } from '../support/server.ts'
import { until } from '../support/wait.ts'
import { seeded } from './random.ts'

const ROUNDS = full ? 30 : 4
const MEMBERS = 6

/** What each seat must be, and what else it may be while a command about it has no answer. */
type Seats = Map<string, { is: boolean; maybe: boolean | null }>

/** Who has a seat after a restart; each is as it was acknowledged last, or as it was asked for without an answer. */
const judged = async (socket: Connection, channel: string, seats: Seats): Promise<ReadonlySet<string>> => {
  const { ok } = await socket.ask({ do: 'members', channel })
  const seated = new Set(((ok?.seats ?? []) as { user: string }[]).map(({ user }) => user))
  for (const [id, seat] of seats) {
    if (seat.maybe === null) expect([id, seated.has(id)]).toEqual([id, seat.is])
    Object.assign(seat, { is: seated.has(id), maybe: null })
  }
  expect(ok?.count).toBe(seated.size)
  return seated
}

/**
 * Seats and rooms in the fire: what was acknowledged before the server was killed holds afterwards, and what was not is
 * either done whole or not at all.
 */
test(
  '[K1] [ROOM] seats that were given or taken, and conversations that were opened, survive kill -9',
  async () => {
    const server = await startServer({ args: ['--limits', 'off'] })
    const random = seeded(Math.floor(Math.random() * 1_000_000))
    const owner = await enter(server.url, 'Olga')
    const people = await Promise.all(Array.from({ length: MEMBERS }, (_, n) => enter(server.url, `Member ${n}`)))
    let socket = await Connection.greeted(server.url, owner.token)
    const channel = String((await socket.ask({ do: 'channel.create', name: 'fire', private: true })).ok?.channel)
    const seats: Seats = new Map(people.map(({ id }) => [id, { is: false, maybe: null }]))
    const directs = new Map<string, string>()
    let acknowledged = 0
    for (let round = 0; round < ROUNDS; round++) {
      const enough = acknowledged + 20 + Math.floor(random() * 20)
      let isOver = false
      const churn = people.map(async ({ id }) => {
        const seat = seats.get(id)
        if (seat === undefined) return
        while (!isOver) {
          const wanted = !seat.is
          seat.maybe = wanted
          const command = wanted
            ? { do: 'channel.invite', channel, users: [id] }
            : { do: 'channel.remove', channel, user: id }
          const answer = await socket.ask(command).catch((): Answer | null => null)
          if (answer === null) return
          expect(codeOf(answer)).toBe('ok')
          Object.assign(seat, { is: wanted, maybe: null })
          acknowledged += 1
          const opened = await socket.ask({ do: 'direct.open', users: [id, people[0]?.id] }).catch(() => null)
          if (opened === null) return
          const conversation = String(opened.ok?.channel)
          expect(directs.get(id) ?? conversation).toBe(conversation)
          directs.set(id, conversation)
        }
      })
      await until(() => acknowledged >= enough, { what: 'acknowledged changes of seats', timeout: 30_000 })
      await server.kill9()
      isOver = true
      await Promise.all(churn)
      await server.restart()
      socket = await Connection.greeted(server.url, owner.token)
      const seated = await judged(socket, channel, seats)
      for (const { id, token } of people) {
        const own = await Connection.greeted(server.url, token)
        const answer = codeOf(await own.ask({ do: 'history', channel }))
        expect([id, answer]).toEqual([id, seated.has(id) ? 'ok' : 'channel_not_found'])
        own.close()
      }
      for (const [id, conversation] of directs) {
        const again = await socket.ask({ do: 'direct.open', users: [people[0]?.id, id] })
        expect(again.ok?.channel).toBe(conversation)
      }
    }
    expect(acknowledged).toBeGreaterThan(20 * ROUNDS)
    await server.stop()
  },
  patience(60_000),
)
