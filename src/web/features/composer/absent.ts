import { mentionsIn } from '#domain/text/mentions.ts'
import type { Client } from '../../sync/api.ts'
import { prepareFormatted, readText } from '../text/read-text.ts'
import { absentees } from '../timeline/absentees.ts'
import { knownNames } from './known-names.ts'

/** Nobody looks up more people for one message. */
const MOST = 10

/**
 * Looks who of those whom a message names is not in its channel, for its author alone. Asked of the server by name; who is
 * not in its answer is left out: nothing is said that is not known.
 */
export const noteAbsent = async (client: Client, channel: string, clientId: string, text: string): Promise<void> => {
  const me = client.session.peek()
  if (me.phase !== 'signed-in' || !text.includes('<@')) return
  await prepareFormatted()
  const named = [...mentionsIn(readText(text)).users].filter(id => id !== me.id).slice(0, MOST)
  const found = await Promise.all(named.map(async id => ((await isAbsent(client, channel, id)) ? [id] : [])))
  const absent = found.flat()
  if (absent.length > 0) absentees.value = new Map(absentees.peek()).set(`${me.id} ${clientId}`, absent)
}

const isAbsent = async (client: Client, channel: string, id: string): Promise<boolean> => {
  const query = knownNames(client).people.find(person => person.id === id)?.name
  if (query === undefined) return false
  const answer = await client.ask('people', { query, channel })
  return 'ok' in answer && answer.ok.rows.slice(answer.ok.members).some(person => person.id === id)
}
