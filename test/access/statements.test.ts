import { expect, test } from 'bun:test'
import { type App, createApp } from '#app/app.ts'
import { localBus } from '#bus/local.ts'
import type { Actor } from '#domain/intent.ts'
import { diskBlobs } from '#outside/blobs/disk.ts'
import { type Query, queries, signals } from '#protocol/commands.ts'
import type { Engine } from '#store/engine.ts'
import type { Program, Statement, StatementResult } from '#store/program.ts'
import { openSqlite } from '#store/sqlite.ts'
import { id, openTestStore } from '../support/commands.ts'
import { temporaryFolder } from '../support/leftovers.ts'
import { commandWith, socketCalls } from './calls.ts'
import { expectations } from './expectations.ts'

/**
 * [ROOM] A hidden channel and one that does not exist take the same statements in the same order, so that neither what is
 * answered nor how long it takes tells them apart.
 */

/** An engine that writes down each statement, without the values; what it remembers from batch to batch it is made to forget. */
const listening = (inner: Engine, heard: string[]): Engine => {
  function* overheard<T>(program: Program<T>): Program<T> {
    let step = program.next()
    while (!step.done) {
      heard.push(wordsOf(step.value))
      const rows: StatementResult = yield step.value
      step = program.next(rows)
    }
    return step.value
  }
  return {
    ...inner,
    read: program => inner.read(overheard(program)),
    write: program => inner.write(() => overheard(program(null))),
  }
}

const wordsOf = (statement: Statement): string => {
  if (statement.kind === 'look') return `look ${statement.look} ${statement.keys.length} ${statement.lock}`
  return statement.kind === 'put' ? `put ${statement.table}` : statement.text
}

const placeForFiles = () => ({
  blobs: diskBlobs(temporaryFolder('blobs')),
  pictures: { look: async () => null },
  limits: { file: 100, person: 100, workspace: 100 },
})

const owners = new Map<App, Actor>()
const owner = (app: App): Actor => owners.get(app) as Actor

const stage = async () => {
  const heard: string[] = []
  const store = await openTestStore(listening(openSqlite(':memory:'), heard))
  let ids = 0
  const newId = (letter: string) => id(letter, ++ids)
  const app = await createApp({
    store,
    bus: localBus(),
    monotonic: () => 0,
    limited: false,
    newId,
    files: placeForFiles(),
  })
  const enter = async (name: string): Promise<Actor> => {
    const entered = await app.accounts.enter(name, 'test')
    if ('refused' in entered) throw new Error(entered.refused.message)
    return entered.account
  }
  const [ada, outsider, former] = [await enter('Ada'), await enter('Outsider'), await enter('Former')]
  const run = async (command: Parameters<App['run']>[1]) => {
    const outcome = await app.run(ada, command)
    if ('refused' in outcome) throw new Error(outcome.refused.message)
    return outcome.ok as { channel: string }
  }
  const { channel } = await run({ do: 'channel.create', name: 'hidden', private: true })
  await run({ do: 'channel.invite', channel, users: [former.user] })
  await run({ do: 'channel.remove', channel, user: former.user })
  await run({ do: 'message.post', channel, clientId: 'p', text: 'A word.' })
  const direct = (await run({ do: 'direct.open', users: [] })).channel
  owners.set(app, ada)
  return { app, heard, outsider, former, channel, direct }
}

/** Those that say of an unknown channel that it is unknown; some are for owners, whatever they name. */
const naming = Object.keys(socketCalls).filter(
  name =>
    socketCalls[name]?.names === 'channel' &&
    expectations.get(name)?.get('no-seat')?.get('unknown') === 'channel_not_found' &&
    (name === 'typing' || !Object.hasOwn(signals, name)),
)

test('hidden is as unknown: the same statements, whatever is asked or done, by id and by name', async () => {
  const { app, heard, outsider, former, channel, direct } = await stage()
  const said = async (actor: Actor, name: string, ref: string): Promise<string[]> => {
    heard.splice(0)
    const command = commandWith(name, ref) as Query
    const isAsked = Object.hasOwn(queries, name)
    const answer = name === 'typing' ? app.signals.typing(actor, ref) : isAsked ? app.ask.query(actor, command) : null
    const outcome = await (answer ?? app.run(actor, command as unknown as Parameters<App['run']>[1]))
    expect(outcome).toMatchObject({ refused: { code: 'channel_not_found' } })
    return heard.splice(0)
  }
  expect(naming.length).toBeGreaterThan(20)
  for (const name of naming) {
    const unknown = await said(outsider, name, 'C0000000000')
    expect(unknown.length).toBeGreaterThan(0)
    for (const [actor, ref] of [
      [outsider, channel],
      [outsider, direct],
      [former, channel],
    ] as const)
      expect([name, ...(await said(actor, name, ref))]).toEqual([name, ...unknown])
    expect([name, ...(await said(outsider, name, '#hidden'))]).toEqual([
      name,
      ...(await said(outsider, name, '#nothing')),
    ])
  }
})

test('sync of it, too', async () => {
  const { app, heard, outsider, channel } = await stage()
  const asked = async (stream: string) => {
    heard.splice(0)
    const answer = await app.ask.query(outsider, { do: 'sync', epoch: 'ETEST', stream, since: 0 })
    return [JSON.stringify(answer), ...heard.splice(0)]
  }
  expect(await asked(channel)).toEqual(await asked('C0000000000'))
})

test('a file of it, too: what is hidden takes the look-ups of what was never there', async () => {
  const { app, heard, outsider, former, channel } = await stage()
  const files = app.files
  if (files === null) throw new Error('There is no place for files.')
  const begun = await files.begin(owner(app), { channel, name: 'a', clientId: 'f', size: 0 })
  if ('refused' in begun) throw new Error(begun.refused.message)
  await files.settle(owner(app), begun.ok.id)
  expect(
    await app.run(owner(app), { do: 'message.post', channel, clientId: 'q', text: '', files: [begun.ok.id] }),
  ).toHaveProperty('ok')
  const asked = async (actor: Actor, file: string) => {
    heard.splice(0)
    return [JSON.stringify(await files.content(actor, file, null)), ...heard.splice(0)]
  }
  for (const actor of [outsider, former])
    expect(await asked(actor, begun.ok.id)).toEqual(await asked(actor, 'F00000000000'))
  expect(await asked(owner(app), begun.ok.id)).not.toEqual(await asked(owner(app), 'F00000000000'))
})
