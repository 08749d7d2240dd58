import { useComputed } from '@preact/signals'
import { useClient } from '../client.ts'
import { type Day, daysOf } from './days.ts'
import type { Reading } from './reading.ts'
import { type Said, saidInEntry, saidInRow } from './said.ts'
import { indexOf, seqsIn } from './span.ts'

/** What is drawn of a channel, by days: the part that the reader is in, and at its end what is not sent yet. */
export const useDays = (channel: string, reading: Reading) => {
  const { replica, session } = useClient()
  return useComputed((): Day[] => {
    const span = reading.span.value
    const { seqs, pending } = replica.timeline(channel).value
    const me = session.value.phase === 'signed-in' ? session.value.id : ''
    const unsent = pending.map(entry => saidInEntry(entry, me))
    // What is written while nothing could be loaded yet is seen all the same.
    if (span === null) return daysOf(unsent, null, null)
    const saidAt = (seq: number | undefined): Said | null => {
      const row = seq === undefined ? null : replica.message(channel, seq).value
      return row === null ? null : saidInRow(row)
    }
    const said = seqsIn(seqs, span).flatMap(seq => saidAt(seq) ?? [])
    return daysOf(
      span.to === null ? [...said, ...unsent] : said,
      saidAt(seqs[indexOf(seqs, span.from) - 1]),
      reading.visit.firstNew.value,
    )
  })
}
