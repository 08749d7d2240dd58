import { useSignal } from '@preact/signals'
import { useEffect } from 'preact/hooks'
import type { Answers, Fields } from '#protocol/commands.ts'
import type { Refusal } from '#protocol/refusals.ts'
import { refusedWords } from '../../words/refused.ts'
import { useQuestion } from '../use-question.ts'

/** Somebody as admins see them. */
export type Told = Answers['accounts']['people'][number]
export type Role = Fields<'user.role'>['role']

/** While somebody types, the server is not asked with each letter. */
const PAUSE_MS = 150

/** Who is in the workspace, a page at a time, and by what is typed; and what is done to one of them. */
export const useAccounts = () => {
  const ask = useQuestion()
  const typed = useSignal('')
  const told = useSignal<readonly Told[] | null>(null)
  const more = useSignal(false)
  const error = useSignal<string | null>(null)
  const read = async (after?: string) => {
    const query = typed.peek().trim()
    const answer = await ask('accounts', { ...(query !== '' && { query }), ...(after !== undefined && { after }) })
    if (query !== typed.peek().trim()) return
    if ('refused' in answer) error.value = refusedWords(answer.refused)
    else {
      told.value = after === undefined ? answer.ok.people : [...(told.peek() ?? []), ...answer.ok.people]
      more.value = answer.ok.more
    }
  }
  const letters = typed.value
  useEffect(() => {
    const timer = setTimeout(() => void read(), letters === '' ? 0 : PAUSE_MS)
    return () => clearTimeout(timer)
  }, [letters])
  /** Says it, and what of somebody's line is shown from then on. */
  const change = async (said: Promise<{ ok: unknown } | { refused: Refusal }>, next: Told) => {
    error.value = null
    const answer = await said
    if ('refused' in answer) error.value = refusedWords(answer.refused)
    else told.value = told.peek()?.map(each => (each.user.id === next.user.id ? next : each)) ?? null
  }
  const readOn = () => void read(told.peek()?.at(-1)?.user.id)
  return { typed, told, more, error, readOn, ...changesBy(ask, change) }
}

type Ask = ReturnType<typeof useQuestion>
type Change = (said: Promise<{ ok: unknown } | { refused: Refusal }>, next: Told) => Promise<void>

const changesBy = (ask: Ask, change: Change) => ({
  giveRole: (person: Told, role: Role) => {
    const { role: _, ...user } = person.user
    void change(ask('user.role', { user: user.id, role }), {
      ...person,
      user: role === 'member' ? user : { ...user, role },
    })
  },
  deactivate: (person: Told, ban: boolean) =>
    void change(ask('user.deactivate', { user: person.user.id, ban }), {
      ...person,
      user: { ...person.user, deactivated: true },
    }),
  reactivate: (person: Told) => {
    const { deactivated: _, ...user } = person.user
    void change(ask('user.reactivate', { user: user.id }), { ...person, user })
  },
})
