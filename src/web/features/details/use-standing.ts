import { isAdmin } from '#domain/policy.ts'
import type { ChannelSummary } from '../../sync/api.ts'
import { useClient } from '../client.ts'
import { isGeneral } from '../general.ts'
import { isLeftToMe, roleOf } from '../policies/policy.ts'

/** What somebody may do to a channel. The server decides; by this the page offers nothing that would be refused. */
export interface Standing {
  /** Rename it, archive it, hide it, make others its admins. */
  manages: boolean
  /** Take others out of it. */
  removes: boolean
  /** Say what it is about. */
  describes: boolean
  /** Say who writes there. */
  restricts: boolean
  /** Have whoever is new in it. */
  welcomes: boolean
  /** Make it private. */
  hides: boolean
  /** Make a private one public. */
  publishes: boolean
  erases: boolean
}

export const useStanding = (summary: ChannelSummary): Standing => {
  const client = useClient()
  const role = roleOf(client)
  const looksAfter = isAdmin(role)
  const restricts = (summary.place?.admin === true && summary.joined) || looksAfter
  const isOrdinary = !isGeneral(summary)
  return {
    manages: restricts && isOrdinary,
    removes: isOrdinary && (summary.joined || looksAfter) && isLeftToMe(client, 'removePeople', summary),
    describes: summary.joined && isLeftToMe(client, 'topic', summary),
    restricts,
    welcomes: looksAfter && isOrdinary && summary.kind === 'public' && !summary.archived,
    hides: restricts && isOrdinary && isLeftToMe(client, 'createPrivate'),
    publishes: looksAfter && isOrdinary && isLeftToMe(client, 'createPublic'),
    erases: role === 'owner' && isOrdinary,
  }
}
