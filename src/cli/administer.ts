import type { Door } from '#app/door.ts'
import { type Config, readConfig } from '#src/config.ts'
import { UsageError } from './usage.ts'
import { type OpenDoor, withDoor } from './with-door.ts'

/**
 * What "Workspace settings" does, as commands: they act as Flack itself, with the rights of an owner, through the running
 * server, whose pages show it at once. Each resolves to the exit code.
 */

type Work = (door: Door, words: readonly string[], config: Config) => Promise<number>

/** `flack door open|invited|added`: who may join. */
export const door = administering(async (door, [value = '']) => {
  if (!['open', 'invited', 'added'].includes(value)) throw new UsageError('The door is open, invited or added.')
  await done(door, { do: 'policy.set', name: 'join', value })
  console.log(value)
  return 0
})

/** `flack invite [days] [uses]`: prints a link by which people come in; without numbers it has no end. */
export const invite = administering(async (door, [days, uses], { origins, port }) => {
  const said = { ...(days && { days: numberOf(days) }), ...(uses && { uses: numberOf(uses) }) }
  const { secret } = await done(door, { do: 'invitation.create', ...said })
  const [origin = `http://localhost:${port}`] = origins
  console.log(`${origin}/invite/${secret}`)
  return 0
})

/** `flack people [letters]`: who is here, one a line: id, name, role, and whether they were deactivated. */
export const people = administering(async (door, words) => {
  for await (const { id, name, role = 'member', deactivated } of everybody(door, words.join(' ')))
    console.log([id, name, role, ...(deactivated ? ['deactivated'] : [])].join('\t'))
  return 0
})

/** `flack role <person> <role>`. */
export const role = administering(async (door, words) => {
  const [named, role = ''] = [words.slice(0, -1).join(' '), words.at(-1)]
  if (!['owner', 'admin', 'member', 'guest'].includes(role))
    throw new UsageError('A role is owner, admin, member or guest: flack role "Ada Lovelace" admin')
  const user = await personNamed(door, named)
  await done(door, { do: 'user.role', user, role })
  console.log(`${user}\t${role}`)
  return 0
})

/** `flack deactivate <person>`, `flack reactivate <person>`. */
export const deactivate = administering((door, words) => removal(door, words.join(' '), 'user.deactivate'))
export const reactivate = administering((door, words) => removal(door, words.join(' '), 'user.reactivate'))

const removal = async (door: Door, named: string, command: 'user.deactivate' | 'user.reactivate') => {
  const user = await personNamed(door, named)
  await done(door, { do: command, user })
  console.log(user)
  return 0
}

/** Something was refused: the message is for who typed it. */
class RefusedHere extends Error {}

function administering(work: Work) {
  return async (args: readonly string[], open: OpenDoor): Promise<number> => {
    const flags = args.findIndex(arg => arg.startsWith('--'))
    const words = flags === -1 ? args : args.slice(0, flags)
    const config = readConfig(flags === -1 ? [] : args.slice(flags))
    try {
      return await withDoor(config, open, door => work(door, words, config))
    } catch (error) {
      if (!(error instanceof RefusedHere)) throw error
      console.error(error.message)
      return 1
    }
  }
}

const done = async (door: Door, said: { do: string } & Record<string, unknown>): Promise<Record<string, unknown>> => {
  const answer = await door.act(said)
  if ('refused' in answer) throw new RefusedHere(answer.refused.message)
  return answer.ok
}

type Person = { id: string; name: string; handle?: string; role?: string; deactivated?: true }

async function* everybody(door: Door, query: string): AsyncGenerator<Person> {
  let after: string | undefined
  for (;;) {
    const said = { do: 'accounts', ...(query !== '' && { query }), ...(after !== undefined && { after }) }
    const { people, more } = (await done(door, said)) as { people: { user: Person }[]; more: boolean }
    for (const { user } of people) yield user
    after = people.at(-1)?.user.id
    if (!more) return
  }
}

/** By id, @handle or display name. */
const personNamed = async (door: Door, named: string): Promise<string> => {
  if (named === '') throw new UsageError('Name somebody, by id, @handle or display name.')
  const wanted = named.replace(/^@/, '').toLowerCase()
  if (/^U[A-Z0-9]{8,20}$/.test(named)) return named
  for await (const { id, name, handle = '' } of everybody(door, named.replace(/^@/, '')))
    if (name.toLowerCase() === wanted || handle.toLowerCase() === wanted) return id
  throw new RefusedHere(`There is nobody called ${named}.`)
}

const numberOf = (word: string): number => {
  const number = Number(word)
  if (!Number.isInteger(number) || number < 1) throw new UsageError(`${JSON.stringify(word)} is no number from 1 on.`)
  return number
}
