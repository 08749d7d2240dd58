import { afterEach, describe, expect, test } from 'bun:test'
import { jobRow } from '#domain/job.ts'
import type { Engine } from '#store/engine.ts'
import type { Store } from '#store/store.ts'
import {
  ada,
  bob,
  create,
  crown,
  enter,
  id,
  join,
  leave,
  ok,
  openTestStore,
  request,
  settle,
  team,
} from '../../../test/support/commands.ts'
import { killedAt } from '../../../test/support/killed-at.ts'
import { until } from '../../../test/support/wait.ts'
import { type JobKind, Jobs } from './jobs.ts'
import { seat } from './seat.ts'

/** Makes a new, empty database; what it answers opens an engine on it, as often as it is called. */
type Database = () => Promise<() => Engine>

const START = 1_700_000_000_000

/** Writes how often it was done: a job whose rows are written twice would show. */
const counting: JobKind = async () => ({
  scope: { streams: ['sum'], opens: ['sum'], facts: [['position', 'sum']] },
  decide: facts => {
    const seen = (facts.get('position', 'sum')?.seen ?? 0) + 1
    return { writes: [], keeps: [{ table: 'positions', row: { follower: 'sum', epoch: 'none', seen } }] }
  },
})

const sumIn = async (store: Store) => (await store.look([['position', 'sum']])).get('position', 'sum')?.seen ?? 0

/** A commit that wants a job. */
const want = (store: Store, key: string, due = START, kind = 'count') =>
  ok(
    store.commit({
      ...join(ada, team),
      decide: () => ({ writes: [], keeps: [jobRow({ kind, key, due })], ok: { channel: team } }),
    }),
  )

/** JOB: what every engine must do for jobs. */
export const jobsContract = (name: string, database: Database): void => {
  describe(`jobs on ${name}`, () => {
    const open: (() => Promise<void>)[] = []
    let now = START
    afterEach(async () => {
      for (const close of open.splice(0).reverse()) await close()
      now = START
    })

    const node = async (engine: Engine, kinds: Record<string, JobKind>, id = 'N1', leaseMs = 60_000) => {
      const store = await openTestStore(engine, () => now)
      const failures: string[] = []
      const failed = (job: { key: string }, error: unknown, dead: boolean) =>
        failures.push(`${job.key}: ${error}${dead ? ', dead' : ''}`)
      const jobs = new Jobs({ store, node: id, kinds, failed, leaseMs })
      jobs.begin()
      open.push(async () => {
        await jobs.end()
        await store.close()
      })
      /** Ticks until it is so. */
      const works = (condition: () => Promise<boolean>, what: string) =>
        until(
          () => {
            jobs.tick()
            return condition()
          },
          { what },
        )
      return { store, jobs, failures, works }
    }

    test('[JOB] a job is done when it is due, once, and is gone with what it wrote', async () => {
      const { store, jobs, works } = await node((await database())(), { count: counting })
      await settle(store)
      await want(store, 'now')
      await want(store, 'later', START + 1000)
      await works(async () => (await sumIn(store)) === 1, 'the first')
      expect(await jobs.counts()).toEqual({ waiting: 1, dead: 0 })
      now += 1000
      await works(async () => (await jobs.counts()).waiting === 0, 'the second')
      expect(await sumIn(store)).toBe(2)
    })

    test('[JOB] under one key it is done once, however often it is wanted', async () => {
      const { store, jobs, works } = await node((await database())(), { count: counting })
      await settle(store)
      await want(store, 'same')
      await want(store, 'same')
      await works(async () => (await jobs.counts()).waiting === 0, 'the job')
      await want(store, 'same')
      await works(async () => (await jobs.counts()).waiting === 0, 'the job, wanted again')
      expect(await sumIn(store)).toBe(1)
    })

    test('[JOB] of two nodes one does it', async () => {
      const engine = await database()
      const [one, two] = [
        await node(engine(), { count: counting }, 'N1'),
        await node(engine(), { count: counting }, 'N2'),
      ]
      await settle(one.store)
      for (let index = 0; index < 20; index++) await want(one.store, `job ${index}`)
      const done = async () => (await one.jobs.counts()).waiting === 0
      await Promise.all([one.works(done, 'all jobs'), two.works(done, 'all jobs')])
      expect(await sumIn(one.store)).toBe(20)
      expect([...one.failures, ...two.failures]).toEqual([])
    })

    test('[JOB] what fails is tried again later and later, and shown as dead in the end', async () => {
      const fails: JobKind = () => Promise.reject(new Error('no luck'))
      const { store, jobs, failures, works } = await node((await database())(), { count: fails })
      await settle(store)
      await want(store, 'bad')
      for (let attempt = 1; attempt <= 10; attempt++) {
        await works(async () => failures.length === attempt, `attempt ${attempt}`)
        await jobs.end()
        jobs.begin()
        jobs.tick()
        await jobs.end()
        jobs.begin()
        expect(failures).toHaveLength(attempt)
        now += Math.min(1000 * 4 ** (attempt - 1), 3_600_000)
      }
      expect(failures.at(-1)).toBe('bad: Error: no luck, dead')
      expect(failures.slice(0, -1).every(each => each === 'bad: Error: no luck')).toBe(true)
      expect(await jobs.counts()).toEqual({ waiting: 0, dead: 1 })
      const job = (await store.look([['job', 'bad']])).get('job', 'bad')
      expect(job).toMatchObject({ attempts: 10, dead: 1, fault: 'Error: no luck' })
    })

    test('[JOB] whose lease has run out writes nothing any more', async () => {
      const engine = await database()
      const gates = [Promise.withResolvers<void>(), Promise.withResolvers<void>()]
      let begun = 0
      const slow: JobKind = async job => {
        await gates[begun++]?.promise
        return counting(job)
      }
      const [first, second] = [
        await node(engine(), { count: slow }, 'N1', 1),
        await node(engine(), { count: slow }, 'N2'),
      ]
      await settle(first.store)
      await want(first.store, 'slow')
      await first.works(async () => begun === 1, 'the first to begin')
      await second.works(async () => begun === 2, 'the second to take over')
      gates[0]?.resolve()
      await first.jobs.end()
      expect(await sumIn(first.store)).toBe(0)
      expect(first.failures).toEqual([])
      gates[1]?.resolve()
      await second.works(async () => (await sumIn(second.store)) === 1, 'the second')
      expect(await second.jobs.counts()).toEqual({ waiting: 0, dead: 0 })
    })

    test('[JOB] killed between any two statements, each job is done once in the end', async () => {
      const engine = await database()
      const { store } = await node(engine(), {})
      await settle(store)
      let wanted = 0
      for (let statement = 1; statement < 60; statement++) {
        await want(store, `kill ${statement}`)
        wanted += 1
        const victim = killedAt(engine(), statement)
        const doomed = await node(victim.engine, { count: counting }, 'N1', 1)
        victim.arm()
        await doomed.works(async () => victim.isDead() || (await sumIn(store)) === wanted, 'death, or the end')
        await doomed.jobs.end()
        if (!victim.isDead()) break
      }
      expect(wanted).toBeGreaterThan(8)
      const last = await node(engine(), { count: counting }, 'N2', 1)
      now += 3_600_000
      await last.works(async () => (await last.jobs.counts()).waiting === 0, 'all jobs')
      expect(await sumIn(store)).toBe(wanted)
    })

    test('[HUB-5] many are seated by parts of 500, with one line for all, and who is nobody is left out', async () => {
      const { store, jobs, works } = await node((await database())(), { seat: job => seat(store, job) })
      await settle(store)
      const crowd = Array.from({ length: 520 }, (_, index) => id('U', 1000 + index))
      for (const [index, user] of crowd.entries()) await ok(store.commit(enter(user, `Guest ${index}`)))
      const invite = { do: 'channel.invite' as const, channel: team, users: [bob, id('U', 9), ...crowd] }
      const answer = await ok(store.commit(request(ada, invite, { fresh: id('J', 1) })))
      expect(answer).toEqual({ channel: team, added: [], later: 522 })
      const seats = async () => (await store.look([['stream', team]])).get('stream', team)?.seats ?? 0
      const before = await seats()
      const [headBefore = 0] = (await store.heads([team])).values()
      await works(async () => (await jobs.counts()).waiting === 0, 'all parts')
      expect(await seats()).toBe(before + 520)
      const { rows } = await store.page(team, Number.MAX_SAFE_INTEGER, 100)
      expect(rows.map(({ kind, author, data }) => ({ kind, author, data }))).toEqual([
        { kind: 'added', author: ada, data: { users: crowd.slice(0, 3), count: 520 } },
      ])
      const [head = 0] = (await store.heads([team])).values()
      expect(head - headBefore).toBe(521)
    })

    test('[HUB-5] who may add nobody any more has added nobody', async () => {
      const { store, jobs, works } = await node((await database())(), { seat: job => seat(store, job) })
      await settle(store)
      const users = Array.from({ length: 101 }, (_, index) => id('U', 1000 + index))
      for (const [index, user] of users.entries()) await ok(store.commit(enter(user, `Guest ${index}`)))
      await ok(store.commit(request(bob, { do: 'channel.invite', channel: team, users }, { fresh: id('J', 1) })))
      await ok(store.commit(leave(bob, team)))
      await works(async () => (await jobs.counts()).waiting === 0, 'the job')
      expect(await store.seatsAfter(team, '', 10)).toHaveLength(1)
    })

    test('the members of a user group are seated in its channels, without a line', async () => {
      const { store, jobs, works } = await node((await database())(), { seat: job => seat(store, job) })
      await settle(store)
      await crown(store, ada)
      const [cleo, dora, hall] = [id('U', 3), id('U', 4), id('C', 77)]
      for (const [user, name] of [
        [cleo, 'Cleo'],
        [dora, 'Dora'],
      ] as const)
        await ok(store.commit(enter(user, name)))
      await ok(store.commit(create(ada, hall, 'hall')))
      const fresh = id('S', 1)
      const set = { do: 'usergroup.set' as const, name: 'Team', handle: 'team', channels: [team] }
      const { group } = await ok(store.commit(request(ada, set, { fresh })))
      const add = { do: 'usergroup.members' as const, group, add: [bob, cleo] }
      expect(await ok(store.commit(request(ada, add, { fresh: id('J', 1) })))).toMatchObject({ added: 2, removed: 0 })
      await works(async () => (await jobs.counts()).waiting === 0, 'the seats in the first')
      const seatedIn = async (channel: string) => (await store.seatsAfter(channel, '', 10)).map(({ user }) => user)
      expect(await seatedIn(team)).toEqual([ada, bob, cleo])
      const more = { do: 'usergroup.set' as const, group, channels: [team, hall] }
      await ok(store.commit(request(ada, more, { fresh: id('S', 2) })))
      await works(async () => (await jobs.counts()).waiting === 0, 'the seats in the second')
      expect(await seatedIn(hall)).toEqual([ada, bob, cleo])
      expect((await store.page(hall, Number.MAX_SAFE_INTEGER, 9)).rows).toEqual([])
      expect([await store.grouped(group), await store.groupsOf(cleo), await store.groupsOf(dora)]).toEqual([
        2,
        [group],
        [],
      ])
      expect(await store.groupedAfter(group, bob, 10)).toEqual([cleo])
    })
  })
}
