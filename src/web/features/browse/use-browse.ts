import { useComputed, useSignal, useSignalEffect } from '@preact/signals'
import type { ChannelFacts } from '#protocol/frames.ts'
import { useClient } from '../client.ts'
import { useQuestion } from '../use-question.ts'

export const sorts = ['name', 'members', 'activity', 'newest'] as const
export type Sort = (typeof sorts)[number]

const PAUSE_MS = 100

/** The channels of the place, page after page, as they were asked for: by letters, in an order, those that are archived. */
export const useBrowse = () => {
  const { connection } = useClient()
  const ask = useQuestion()
  const typed = useSignal('')
  const sort = useSignal<Sort>('name')
  const archived = useSignal(false)
  const told = useSignal<{ channels: readonly ChannelFacts[]; more: boolean } | null>(null)
  const isLive = useComputed(() => connection.value.phase === 'live')
  const wanted = useComputed(() => ({ query: typed.value.trim(), sort: sort.value, archived: archived.value }))
  const load = async (after: number) => {
    const asked = wanted.peek()
    const answer = await ask('channels', { ...asked, after })
    // What comes late is for what was asked then.
    if (!('ok' in answer) || wanted.peek() !== asked) return
    const before = after === 0 ? [] : (told.peek()?.channels ?? [])
    told.value = { channels: [...before, ...answer.ok.channels], more: answer.ok.more }
  }
  useSignalEffect(() => {
    const { query } = wanted.value
    if (!isLive.value) return
    const timer = setTimeout(() => void load(0), query === '' ? 0 : PAUSE_MS)
    return () => clearTimeout(timer)
  })
  return {
    typed,
    sort,
    archived,
    told: told.value,
    isLive: isLive.value,
    loadMore: () => void load(told.peek()?.channels.length ?? 0),
  }
}
