import { useSignal } from '@preact/signals'
import { useEffect } from 'preact/hooks'
import type { ChannelSummary } from '../../sync/api.ts'
import { useClient } from '../client.ts'
import { isGeneral } from '../general.ts'
import { useQuestion } from '../use-question.ts'

/** What somebody may do to a channel. The server decides; by this the page offers nothing that would be refused. */
export interface Standing {
  /** Rename it, archive it, hide it, remove people from it. */
  manages: boolean
  /** Make a private one public. */
  publishes: boolean
  erases: boolean
}

export const useStanding = (summary: ChannelSummary): Standing => {
  const { replica, session } = useClient()
  const ask = useQuestion()
  const me = session.value.phase === 'signed-in' ? session.value : { id: '', name: '' }
  const isAdmin = useSignal(replica.maker(summary.id).value === me.id && summary.joined)
  useEffect(() => {
    const look = async () => {
      const answer = await ask('members', { channel: summary.id, query: me.name })
      if ('ok' in answer) isAdmin.value = answer.ok.seats.some(({ user, admin }) => user === me.id && admin === true)
    }
    if (summary.joined) void look()
    else isAdmin.value = false
  }, [summary.id, summary.joined])
  const role = replica.user(me.id).value?.role
  const manages = (isAdmin.value || role !== undefined) && !isGeneral(summary)
  return {
    manages,
    publishes: role !== undefined && !isGeneral(summary),
    erases: role === 'owner' && !isGeneral(summary),
  }
}
