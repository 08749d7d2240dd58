import { type ReadonlySignal, useComputed, useSignal, useSignalEffect } from '@preact/signals'
import type { UserRow } from '#protocol/rows.ts'
import { locale } from '../../words/say.ts'
import { useClient } from '../client.ts'
import { useQuestion } from '../use-question.ts'

const PAUSE_MS = 80

interface Directory {
  people: readonly UserRow[]
  /** Asks for the next page; null where there is none. */
  loadMore: (() => void) | null
}

/** Everybody who fits some letters, by name: those who are held at once, then whom the server names, page after page. */
export const useDirectory = (typed: ReadonlySignal<string>): Directory => {
  const { replica, connection } = useClient()
  const ask = useQuestion()
  const told = useSignal<{ query: string; rows: readonly UserRow[]; next?: string | undefined }>({
    query: '',
    rows: [],
  })
  const load = async (query: string, after?: string) => {
    const answer = await ask('roster', { query, ...(after !== undefined && { after }) })
    if (!('ok' in answer) || typed.peek().trim() !== query) return
    const before = after === undefined ? [] : told.peek().rows
    told.value = { query, rows: [...before, ...answer.ok.rows], next: answer.ok.next }
  }
  const isLive = useComputed(() => connection.value.phase === 'live')
  useSignalEffect(() => {
    const query = typed.value.trim()
    if (!isLive.value) return
    const timer = setTimeout(() => void load(query), PAUSE_MS)
    return () => clearTimeout(timer)
  })
  const people = useComputed(() => {
    const query = typed.value.trim()
    const parts = folded(query).split(/\s+/)
    const held = replica.heldPeople().filter(person => parts.every(part => folded(wordsOf(person)).includes(part)))
    const asked = told.value.query === query ? told.value.rows : []
    const all = new Map([...held, ...asked].map(person => [person.id, person]))
    const { compare } = new Intl.Collator(locale())
    return [...all.values()].filter(({ kind }) => kind === 'human').sort((a, b) => compare(a.name, b.name))
  })
  const { query, next } = told.value
  const goesOn = next !== undefined && query === typed.value.trim()
  return { people: people.value, loadMore: goesOn ? () => void load(query, next) : null }
}

/** What somebody is found by. */
const wordsOf = ({ name, handle = '', fullName = '', title = '' }: UserRow): string =>
  [name, handle, fullName, title].join(' ')

const folded = (text: string): string => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase()
