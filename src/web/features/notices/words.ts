import { beginning } from '#domain/graphemes.ts'
import type { MessageRow } from '#protocol/rows.ts'
import type { ChannelSummary, Client } from '../../sync/api.ts'
import { plural, say } from '../../words/say.ts'
import { preferences } from '../preferences/chosen.ts'
import { plainTextOf } from '../text/plain-text.ts'
import { isDirect, titleOf } from '../title-of.ts'

/** As much as systems show. */
const BODY_CHARACTERS = 200

/** So long a notification waits for its author's name, milliseconds. */
const NAME_MS = 2000

export interface Wording {
  title: string
  body: string
}

/**
 * What a notification says of the newest of `count` messages: who, where and what, or as little of it as was chosen. Others
 * may look at the same screen.
 */
export const wordingOf = async (
  client: Client,
  summary: ChannelSummary,
  row: MessageRow,
  count: number,
): Promise<Wording> => {
  const { noticeShows } = preferences.peek()
  if (noticeShows === 'nothing') return { title: newMessages(count), body: '' }
  const author = (await nameOf(client, row.author)) ?? say`Somebody`
  const where = titleOf(client, summary).full
  const title = summary.kind === 'dm' || (isDirect(summary) && where === author) ? author : say`${author} in ${where}`
  if (noticeShows === 'sender') return { title, body: newMessages(count) }
  const text = row.text === '' ? filesOf(row) : beginning(await plainTextOf(row.text, client.replica), BODY_CHARACTERS)
  return { title, body: count === 1 ? text : `${text}\n${newMessages(count)}` }
}

/** Whoever writes for the first time is not known yet: their name is on its way, and mostly there at once. */
const nameOf = (client: Client, user: string): Promise<string | null> =>
  new Promise(resolve => {
    const row = client.replica.user(user)
    const known = row.peek()
    if (known !== null) return resolve(known.name)
    const answer = (name: string | null) => {
      stop()
      clearTimeout(timer)
      resolve(name)
    }
    const timer = setTimeout(() => answer(null), NAME_MS)
    const stop = row.subscribe(found => {
      if (found !== null) setTimeout(() => answer(found.name))
    })
  })

/** A message may bring files and say nothing. */
const filesOf = ({ files = [] }: MessageRow): string =>
  plural(files.length, { one: say`Sent a file`, other: say`Sent ${files.length} files` })

const newMessages = (count: number): string =>
  plural(count, { one: say`New message`, other: say`${count} new messages` })
