import { type ReadonlySignal, useComputed, useSignal, useSignalEffect } from '@preact/signals'
import type { UserRow } from '#protocol/rows.ts'
import { useClient } from '../client.ts'
import { useQuestion } from '../use-question.ts'

const PAUSE_MS = 80

/** Who is in a user group, as far as was asked: page after page, or those of a few letters. */
export const useGrouped = (group: string, typed: ReadonlySignal<string>) => {
  const { connection } = useClient()
  const ask = useQuestion()
  const users = useSignal<readonly UserRow[]>([])
  const count = useSignal<number | null>(null)
  const more = useSignal(false)
  const isLive = useComputed(() => connection.value.phase === 'live')
  const load = async (query: string, after?: string) => {
    const answer = await ask('grouped', {
      group,
      ...(query !== '' && { query }),
      ...(after !== undefined && { after }),
    })
    if (!('ok' in answer) || typed.peek().trim() !== query) return
    users.value = after === undefined ? answer.ok.users : [...users.peek(), ...answer.ok.users]
    count.value = answer.ok.count
    more.value = answer.ok.more
  }
  useSignalEffect(() => {
    const query = typed.value.trim()
    if (!isLive.value) return
    const timer = setTimeout(() => void load(query), query === '' ? 0 : PAUSE_MS)
    return () => clearTimeout(timer)
  })
  return {
    users: users.value,
    count: count.value,
    more: more.value,
    loadMore: () => void load('', users.peek().at(-1)?.id),
    reload: () => void load(typed.peek().trim()),
  }
}
