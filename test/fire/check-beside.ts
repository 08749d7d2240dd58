import type { Message, React, Reaction, Violation } from './history.ts'
import { type ChannelRun, groupBy, only } from './run.ts'

/** ROWS: at rest everybody sees the same reactions, and on each message those that people acknowledged to have put there. */
export const reactionsKept = (run: ChannelRun): Violation[] => {
  const truth = new Map((run.finals[0]?.reactions ?? []).map(reaction => [keyOf(reaction), reaction]))
  const views = [
    ...run.finals.map(({ reader, ...seen }) => ({ client: reader, ...seen })),
    ...only(run, 'view').filter(({ rest }) => rest),
  ]
  const others = views.flatMap(({ client, messages, reactions }) => {
    if (reactions === undefined) return []
    const from = messages[0]?.seq ?? Number.POSITIVE_INFINITY
    const held = new Map(reactions.map(reaction => [keyOf(reaction), reaction]))
    const keys = [...held.keys(), ...[...truth].flatMap(([key, { seq }]) => (seq >= from ? [key] : []))]
    const other = keys.find(key => contentOf(held.get(key)) !== contentOf(truth.get(key)))
    return other === undefined ? [] : [`${client} sees other reactions ${other} than the first reader`]
  })
  const wrong = [...expected(run)].flatMap(([key, people]) => {
    const { count = 0, people: first = [] } = truth.get(key) ?? {}
    const isRight = count === people.size && first.every(one => people.has(one))
    return isRight ? [] : [`${key} has ${count} people instead of ${people.size}`]
  })
  return [...others, ...wrong].map(what => ({ rule: 'ROWS', what: `${run.channel}: ${what}` }))
}

/** OWN, MENTION: after the run one's own stream names one's reactions, and the messages that name oneself. */
export const ownRowsKept = (run: ChannelRun): Violation[] =>
  only(run, 'own').flatMap(({ client, author, marks, mentions }) => {
    const told = new Set(marks.map(keyOf))
    // A tombstone ends the marks on it for whoever holds them: their rows, one for each person, are left as they are.
    const standing = [...expected(run)].filter(([key]) => !deletedIn(run).has(Number.parseInt(key, 10)))
    const mark = standing.find(([key, people]) => people.has(author) !== told.has(key))
    const named = run.final.flatMap(message => (names(message, author) ? [message.seq] : []))
    const isRight = JSON.stringify(mentions.toSorted(byNumber)) === JSON.stringify(named)
    return [
      ...(mark === undefined ? [] : [{ rule: 'OWN', what: `${run.channel}: ${client} is told wrongly of ${mark[0]}` }]),
      ...(isRight
        ? []
        : [{ rule: 'MENTION', what: `${run.channel}: ${client} is named by ${named}, not ${mentions}` }]),
    ] as Violation[]
  })

/** Whether it names somebody, is by another, and stands. */
export const names = ({ author, text, also }: Message, user: string): boolean =>
  author !== user && text.includes(`<@${user}>`) && !also.includes('["deleted",true]')

/**
 * Who has which emoji on which message by their last act, where everybody's was acknowledged: of one that was not, nobody
 * can say. A deleted message has none.
 */
const expected = (run: ChannelRun): Map<string, ReadonlySet<string>> => {
  const deleted = deletedIn(run)
  const certain = new Map<string, ReadonlySet<string>>()
  for (const [key, acts] of groupBy(only(run, 'react'), keyOf)) {
    const last = new Map<string, React>(acts.map(act => [act.author, act]))
    const isDeleted = deleted.has(acts[0]?.seq ?? 0)
    if (!isDeleted && [...last.values()].some(({ phase }) => phase !== 'ok')) continue
    const people = [...last].flatMap(([author, { on }]) => (on && !isDeleted ? [author] : []))
    certain.set(key, new Set(people))
  }
  return certain
}

const deletedIn = (run: ChannelRun): ReadonlySet<number> =>
  new Set(run.final.flatMap(({ seq, text }) => (text === '' ? [seq] : [])))

const keyOf = ({ seq, name }: { seq: number; name: string }): string => `${seq} ${name}`

const contentOf = (reaction: Reaction | undefined): string =>
  reaction === undefined ? '' : JSON.stringify([reaction.rev, reaction.count, reaction.people])

const byNumber = (a: number, b: number): number => a - b
