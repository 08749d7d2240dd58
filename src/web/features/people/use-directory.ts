import { type ReadonlySignal, useComputed, useSignal, useSignalEffect } from '@preact/signals'
import type { UserRow } from '#protocol/rows.ts'
import { locale } from '../../words/say.ts'
import { useClient } from '../client.ts'
import { useQuestion } from '../use-question.ts'

const PAUSE_MS = 80

/** Everybody who fits some letters, by name: those who are held at once, then whom the server names. */
export const useDirectory = (typed: ReadonlySignal<string>): ReadonlySignal<readonly UserRow[]> => {
  const { replica, connection } = useClient()
  const ask = useQuestion()
  const told = useSignal<{ query: string; rows: readonly UserRow[] }>({ query: '', rows: [] })
  const isLive = useComputed(() => connection.value.phase === 'live')
  useSignalEffect(() => {
    const query = typed.value.trim()
    if (!isLive.value) return
    const timer = setTimeout(async () => {
      const answer = await ask('people', { query })
      if ('ok' in answer && typed.peek().trim() === query) told.value = { query, rows: answer.ok.rows }
    }, PAUSE_MS)
    return () => clearTimeout(timer)
  })
  return useComputed(() => {
    const query = typed.value.trim()
    const parts = folded(query).split(/\s+/)
    const held = replica.heldPeople().filter(person => parts.every(part => folded(wordsOf(person)).includes(part)))
    const asked = told.value.query === query ? told.value.rows : []
    const all = new Map([...held, ...asked].map(person => [person.id, person]))
    const { compare } = new Intl.Collator(locale())
    return [...all.values()].filter(({ kind }) => kind === 'human').sort((a, b) => compare(a.name, b.name))
  })
}

/** What somebody is found by. */
const wordsOf = ({ name, handle = '', fullName = '', title = '' }: UserRow): string =>
  [name, handle, fullName, title].join(' ')

const folded = (text: string): string => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase()
