import type { Grant } from '#app/app.ts'
import type { Row } from '#protocol/rows.ts'
import { PEOPLE } from '#protocol/streams.ts'

/** Who gains a stream, and who loses one by the row of which rev. */
type Granted = { begins: Grant[]; ends: { grant: Grant; rev: number }[] }

/** What rows say that were read from the store, because the frame that said so was lost. */
export const grantsIn = (stream: string, rows: readonly Row[]): Granted => {
  const begins: Grant[] = []
  const ends: Granted['ends'] = []
  const tell = (state: 'joined' | 'ended', rev: number, grant: Grant) => {
    if (state === 'joined') begins.push(grant)
    else ends.push({ grant, rev })
  }
  for (const row of rows) {
    if (row.row === 'seat') tell(row.state, row.rev, { user: row.user, stream })
    if (row.row === 'place') tell(row.state, row.rev, { user: stream, stream: row.channel })
    if (row.row === 'channel' && row.kind !== 'public') tell('ended', row.rev, { watchers: stream })
    if (row.row === 'channel' && row.gone) tell('ended', row.rev, { everybody: stream })
    if (row.row === 'session' && row.ended !== null) tell('ended', row.rev, { session: row.id, of: stream })
    // Whoever is neither comes back at once where a socket of theirs was ended for nothing.
    if (row.row === 'user' && (row.deactivated || row.role === 'guest'))
      tell('ended', row.rev, { user: row.id, stream: PEOPLE })
  }
  return { begins, ends }
}
