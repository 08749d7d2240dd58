import type { Grant } from '#app/app.ts'
import type { Row } from '#protocol/rows.ts'

/** Who gains or loses a stream by rows that were read from the store, because the frame that said so was lost. */
export const grantsIn = (stream: string, rows: readonly Row[]): { begins: Grant[]; ends: Grant[] } => {
  const begins: Grant[] = []
  const ends: Grant[] = []
  for (const row of rows) {
    if (row.row === 'seat') (row.state === 'joined' ? begins : ends).push({ user: row.user, stream })
    if (row.row === 'place') (row.state === 'joined' ? begins : ends).push({ user: stream, stream: row.channel })
    if (row.row === 'session' && row.ended !== null) ends.push({ session: row.id })
  }
  return { begins, ends }
}
