import type { ComponentChildren } from 'preact'
import { plural, say } from '../../words/say.ts'
import { useClient } from '../client.ts'
import type { Said } from './said.ts'
import { momentOf } from './when.ts'

/** A line that tells what happened to the channel; of several that follow each other, all of it. One of a newer server: nothing. */
export function LineWords({ run }: { run: readonly Said[] }) {
  const [first] = run
  if (first?.happened == null) return null
  const { kind, data } = first.happened
  const who = <Person id={first.author} />
  return (
    <span key={run.length} title={momentOf(first.at)}>
      {sentence(kind, data, who, run)}
    </span>
  )
}

const sentence = (
  kind: string,
  data: Record<string, unknown>,
  who: ComponentChildren,
  run: readonly Said[],
): ComponentChildren => {
  switch (kind) {
    case 'joined':
      return say`${<Several ids={run.map(({ author }) => author)} />} joined.`
    case 'left':
      return say`${<Several ids={run.map(({ author }) => author)} />} left.`
    case 'added':
      return say`${who} added ${<Added run={run} />}.`
    case 'removed':
      return say`${who} removed ${<Person id={String(data.user)} />}.`
    case 'deleted':
      return deleted(String(data.user), run.length, who)
    case 'admin':
      return data.admin === true
        ? say`${who} made ${<Person id={String(data.user)} />} an admin of the channel.`
        : say`${<Person id={String(data.user)} />} is no admin of the channel any more, says ${who}.`
    case 'posting':
      return postingWords(data.who, who)
    case 'voice':
      return data.posts === true
        ? say`${who} lets ${<Person id={String(data.user)} />} write here.`
        : say`${<Person id={String(data.user)} />} does not write here any more, says ${who}.`
    case 'renamed':
      return renamed(String(data.from), String(data.to), who)
    case 'topic':
      return data.topic === '' ? say`${who} took the topic away.` : say`${who} set the topic: ${quoted(data.topic)}`
    case 'purpose':
      return data.purpose === ''
        ? say`${who} took away what the channel is for.`
        : say`${who} said what the channel is for: ${quoted(data.purpose)}`
    case 'archived':
      return say`${who} archived the channel.`
    case 'unarchived':
      return say`${who} brought the channel back from the archive.`
    case 'converted':
      return data.kind === 'private' ? say`${who} made this channel private.` : say`${who} made this channel public.`
    default:
      return null
  }
}

const deleted = (author: string, count: number, who: ComponentChildren): ComponentChildren =>
  plural(count, {
    one: say`${who} deleted a message of ${<Person id={author} />}.`,
    other: say`${who} deleted ${count} messages of ${<Person id={author} />}.`,
  })

const postingWords = (writers: unknown, who: ComponentChildren): ComponentChildren => {
  if (writers === 'everybody') return say`${who} lets everybody write here.`
  return writers === 'admins'
    ? say`${who} leaves writing here to admins of the channel.`
    : say`${who} leaves writing here to admins of the channel, and to those whom they choose.`
}

const renamed = (from: string, to: string, who: ComponentChildren): ComponentChildren => {
  if (to === '') return say`${who} took the name ${quoted(from)} away.`
  return from === ''
    ? say`${who} named this ${quoted(to)}.`
    : say`${who} renamed this from ${quoted(from)} to ${quoted(to)}.`
}

const idsIn = (users: unknown): string[] => (Array.isArray(users) ? users.map(String) : [])

const quoted = (text: unknown) => <bdi>{String(text)}</bdi>

/** Of very many a line names the first ones, and says how many they are. */
function Added({ run }: { run: readonly Said[] }) {
  const ids = run.flatMap(({ happened }) => idsIn(happened?.data.users))
  const unnamed = run.map(({ happened }) => Number(happened?.data.count ?? 0) - idsIn(happened?.data.users).length)
  const count = new Set(ids).size + unnamed.reduce((sum, each) => sum + Math.max(0, each), 0)
  return <Several ids={ids} count={count} />
}

/** "Ada", "Ada and Bob", "Ada and 4 others". */
function Several({ ids, count = new Set(ids).size }: { ids: readonly string[]; count?: number }) {
  const [first = '', second] = [...new Set(ids)]
  const others = count - 1
  if (others < 1 || second === undefined) return <Person id={first} />
  if (others === 1) return <>{say`${<Person id={first} />} and ${<Person id={second} />}`}</>
  const person = <Person id={first} />
  return <>{plural(others, { one: say`${person} and one other`, other: say`${person} and ${others} others` })}</>
}

function Person({ id }: { id: string }) {
  return <bdi translate={false}>{useClient().replica.user(id).value?.name ?? '…'}</bdi>
}
