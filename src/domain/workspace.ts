import { accents } from '#protocol/accents.ts'
import { DIRECTORY, PEOPLE } from '#protocol/streams.ts'
import { opened } from './channel.ts'
import { refuse, type Verdict } from './decision.ts'
import type { Facts, Scope } from './facts.ts'
import type { Circumstances, IntentOf } from './intent.ts'
import { appended } from './message.ts'
import { userNameFault } from './name-faults.ts'
import { nameKeys } from './name-key.ts'
import { normalizeUserName } from './names.ts'
import { lacksRole, roleOf } from './rank.ts'
import { unsaid, wordsOf } from './user.ts'

type Found = IntentOf<'workspace.found'>
type SetWorkspace = IntentOf<'workspace.set'>

export const foundScope = ({ id, general, bot }: Found): Scope => ({
  streams: [DIRECTORY, PEOPLE, id, general, bot],
  facts: [['workspace', id]],
})

/** A new workspace is not an empty room: #general, and a welcome in it by Flack. Founding twice changes nothing: `{isNew}`. */
export const found = (
  facts: Facts,
  { id, name, general, bot, welcome }: Found,
  { now }: Pick<Circumstances, 'now'>,
): Verdict<'workspace.found'> => {
  if (facts.get('workspace', id)) return { writes: [], ok: { isNew: false } }
  const said = appended(null, { channel: general, author: bot, clientId: 'welcome', text: welcome }, now)
  return {
    writes: [
      { stream: id, table: 'workspaces', row: { id, name, general, owner: null, accent: '' } },
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
    ok: { isNew: true },
  }
}

export const setWorkspaceScope = (_: SetWorkspace, { actor, workspace }: Circumstances): Scope => ({
  streams: [workspace],
  facts: [
    ['workspace', workspace],
    ['user', actor],
  ],
})

/** Gives the workspace a name, or a colour: `{name, accent}`. */
export const setWorkspace = (facts: Facts, said: SetWorkspace, at: Circumstances): Verdict<'workspace.set'> => {
  const refused = lacksRole(roleOf(facts, at), 'admin')
  if (refused) return refused
  const workspace = facts.get('workspace', at.workspace)
  if (workspace === null) throw new Error(`The workspace ${at.workspace} has no record.`)
  const name = said.name === undefined ? workspace.name : normalizeUserName(said.name)
  const accent = said.accent ?? workspace.accent
  const fault = userNameFault(name)
  if (fault) return { refused: fault }
  if (accent !== '' && !accents.some(each => each === accent)) return refuse('invalid', 'There is no such colour.')
  const ok = { name, accent }
  if (name === workspace.name && accent === workspace.accent) return { writes: [], ok }
  return { writes: [{ stream: workspace.id, table: 'workspaces', row: { ...workspace, name, accent } }], ok }
}
