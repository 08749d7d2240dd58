import type { Client } from '../../sync/api.ts'
import { isGeneral } from '../general.ts'
import { isLeftToMe } from '../policies/policy.ts'
import { commandsFor } from '../slash/suggested-commands.ts'
import { isDirect } from '../title-of.ts'
import { type Candidate, callsFor, channelsFor, groupsFor, peopleFor } from './candidates.ts'
import type { Completing } from './completing.ts'
import { knownNames, rememberSuggested } from './known-names.ts'

/** So far back those are looked for who wrote last. */
const LATEST = 100

/** Hands over what may be meant: at once, and again when more has come. */
export const candidatesFor = (
  client: Client,
  channel: string | null,
  { sign, query }: Completing,
  show: (candidates: readonly Candidate[]) => void,
): void => {
  if (sign === '/') show(channel === null ? [] : commandsFor(query))
  else if (sign === '#') show(channelsFor(client, query))
  else if (sign === ':') void emojiFor(query).then(show, () => {})
  else showPeople(client, channel, query, show)
}

const showPeople = (
  client: Client,
  channel: string | null,
  query: string,
  show: (candidates: readonly Candidate[]) => void,
): void => {
  const summary = channel === null ? null : client.replica.channel(channel).peek()
  const isHeard = summary === null || isDirect(summary) || isLeftToMe(client, 'callAll', summary)
  const calls = [...groupsFor(client, query), ...callsFor(query, summary !== null && isGeneral(summary), isHeard)]
  const recent = channel === null ? [] : recentIn(client, channel)
  const { people } = knownNames(client)
  // Nobody should call a whole channel by a slip of Enter: people come first.
  show([...peopleFor(people, recent, query), ...calls])
  void client.ask('people', channel === null ? { query } : { query, channel }).then(answer => {
    if (!('ok' in answer)) return
    const { rows, members } = answer.ok
    for (const person of rows) rememberSuggested(person)
    const ids = rows.map(({ id }) => id)
    const seats = {
      inside: new Set(ids.slice(0, members)),
      outside: new Set(channel === null ? [] : ids.slice(members)),
    }
    const all = [...new Map([...people, ...rows].map(person => [person.id, person])).values()]
    show([...peopleFor(all, recent, query, seats), ...calls])
  })
}

const emojiFor = async (query: string): Promise<Candidate[]> => {
  const [{ findEmoji }, { nameIn, signIn }, { rememberedTone }, { loadLocalWords }] = await Promise.all([
    import('../emoji/find.ts'),
    import('../emoji/table.ts'),
    import('../../remembered.ts'),
    import('../emoji/local-words.ts'),
  ])
  void loadLocalWords()
  const tone = rememberedTone()
  return findEmoji(query)
    .slice(0, 8)
    .map(emoji => {
      const sign = signIn(emoji, tone)
      return { key: nameIn(emoji, tone), name: emoji.names[0] ?? '', sign, put: sign }
    })
}

/** Who wrote in the channel last, the newest first. Oneself is seldom meant. */
const recentIn = ({ replica, session }: Client, channel: string): string[] => {
  const state = session.peek()
  const me = state.phase === 'signed-in' ? state.id : null
  const { seqs } = replica.timeline(channel).peek()
  const authors = seqs.slice(-LATEST).flatMap(seq => replica.message(channel, seq).peek()?.author ?? [])
  return [...new Set(authors.reverse())].filter(author => author !== me)
}
