import { useSignal } from '@preact/signals'
import { useEffect } from 'preact/hooks'
import type { Answers } from '#protocol/commands.ts'
import type { Refusal } from '#protocol/refusals.ts'
import type { UserRow } from '#protocol/rows.ts'
import { refusedWords } from '../../words/refused.ts'
import { useQuestion } from '../use-question.ts'

export type ListedFile = Answers['files']['files'][number]

/** Which files are asked for; what is not said is not asked. */
export interface Wanted {
  channel?: string | undefined
  /** A whole type, or its first half. */
  type?: string | undefined
  user?: string | undefined
}

interface Found {
  files: readonly ListedFile[]
  users: readonly UserRow[]
  /** From where to go on; null at the end. */
  next: string | null
  isAsking: boolean
  error: string | null
}

const nothing: Found = { files: [], users: [], next: null, isAsking: true, error: null }

/** The files that one may see, the newest first, page by page. */
export const useFiles = ({ channel, type, user }: Wanted) => {
  const ask = useQuestion()
  const found = useSignal<Found>(nothing)
  const asked = useSignal(0)
  const load = async (after: string | null) => {
    const number = ++asked.value
    found.value = after === null ? { ...nothing, users: found.peek().users } : { ...found.peek(), isAsking: true }
    const answer = await ask('files', {
      ...(channel !== undefined && { channel }),
      ...(type !== undefined && { type }),
      ...(user !== undefined && { user }),
      ...(after !== null && { after }),
    })
    // Something else was asked since.
    if (number !== asked.peek()) return
    const before = found.peek()
    found.value =
      'refused' in answer ? { ...before, isAsking: false, error: wordsOf(answer.refused) } : added(before, answer.ok)
    // A page may be empty: what it left out is not for this reader.
    if ('ok' in answer && answer.ok.more && found.peek().files.length === before.files.length)
      void load(found.peek().next)
  }
  useEffect(() => void load(null), [channel, type, user])
  return { ...found.value, more: () => void load(found.peek().next) }
}

const added = (before: Found, { files, users, more, next }: Answers['files']): Found => ({
  files: [...before.files, ...files],
  users: [...new Map([...before.users, ...users].map(row => [row.id, row])).values()],
  next: more ? (next ?? null) : null,
  isAsking: false,
  error: null,
})

const wordsOf = (refusal: Refusal): string => refusedWords(refusal)
