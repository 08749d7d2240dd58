import { type ReadonlySignal, useComputed, useSignal, useSignalEffect } from '@preact/signals'
import type { UserRow } from '#protocol/rows.ts'
import { useClient } from '../client.ts'
import { peopleFor } from '../composer/candidates.ts'
import { useQuestion } from '../use-question.ts'

/** So long nobody types before the server is asked, milliseconds. */
const PAUSE_MS = 80

/** People by a few letters of their name: those who are held at once, then whoever else the server names. */
export const useFoundPeople = (
  typed: ReadonlySignal<string>,
  /** Who is not to be named. */
  leftOut: (person: UserRow) => boolean,
): ReadonlySignal<readonly UserRow[]> => {
  const { replica, session } = useClient()
  const ask = useQuestion()
  const told = useSignal<{ typed: string; rows: readonly UserRow[] }>({ typed: '', rows: [] })
  useSignalEffect(() => {
    const query = typed.value
    if (query.trim() === '') return
    const timer = setTimeout(async () => {
      const answer = await ask('people', { query })
      if ('ok' in answer && typed.peek() === query) told.value = { typed: query, rows: answer.ok.rows }
    }, PAUSE_MS)
    return () => clearTimeout(timer)
  })
  return useComputed(() => {
    const query = typed.value
    const me = session.value.phase === 'signed-in' ? session.value.id : ''
    const asked = told.value.typed === query ? told.value.rows : []
    const all = new Map([...replica.heldPeople(), ...asked].map(person => [person.id, person]))
    const people = [...all.values()].filter(person => person.kind === 'human' && !leftOut(person))
    const found = peopleFor(people, [], query.trim()).flatMap(({ key }) => all.get(key) ?? [])
    // Few mean themselves.
    return found.toSorted((a, b) => Number(a.id === me) - Number(b.id === me))
  })
}
