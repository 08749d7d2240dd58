import { DIRECTORY, PEOPLE } from '#protocol/streams.ts'
import { opened } from './channel.ts'
import type { Verdict } from './decision.ts'
import type { Facts, Scope } from './facts.ts'
import type { Circumstances, IntentOf } from './intent.ts'
import { appended } from './message.ts'
import { nameKeys } from './name-key.ts'
import { unsaid, wordsOf } from './user.ts'

type Found = IntentOf<'workspace.found'>

export const foundScope = ({ id, general, bot }: Found): Scope => ({
  streams: [DIRECTORY, PEOPLE, id, general, bot],
  facts: [['workspace', id]],
})

/** A new workspace is not an empty room: #general, and a welcome in it by Flack. Founding twice changes nothing. */
export const found = (
  facts: Facts,
  { id, name, general, bot, welcome }: Found,
  { now }: Pick<Circumstances, 'now'>,
): Verdict<'workspace.found'> => {
  if (facts.get('workspace', id)) return { writes: [], ok: {} }
  const said = appended(null, { channel: general, author: bot, clientId: 'welcome', text: welcome }, now)
  return {
    writes: [
      { stream: id, table: 'workspaces', row: { id, name, general, owner: null } },
      {
        stream: PEOPLE,
        table: 'users',
        row: {
          ...{ id: bot, name: 'Flack', ...nameKeys('Flack'), kind: 'bot', created: now, role: 'member', ordinal: 0 },
          ...unsaid,
        },
      },
      ...opened({ id: general, kind: 'public', name: 'general', creator: bot, now }),
      ...said.writes,
    ],
    keeps: wordsOf(bot, 'Flack'),
    ...(said.counters && { counters: said.counters }),
    ok: {},
  }
}
