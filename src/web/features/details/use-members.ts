import { type ReadonlySignal, useComputed, useSignal, useSignalEffect } from '@preact/signals'
import type { SeatRow, UserRow } from '#protocol/rows.ts'
import { useClient } from '../client.ts'
import { useQuestion } from '../use-question.ts'

/** Somebody in a channel. */
export interface Member {
  user: UserRow
  isAdmin: boolean
  /** Chosen to write where not everybody does. */
  posts: boolean
}

const PAUSE_MS = 80

/** Who is in a channel, as far as was asked: page after page, or those of a few letters. It follows what the channel tells. */
export const useMembers = (channel: string, typed: ReadonlySignal<string>) => {
  const { replica, connection } = useClient()
  const ask = useQuestion()
  const members = useSignal<readonly Member[]>([])
  const count = useSignal<number | null>(null)
  const more = useSignal(false)
  const isLive = useComputed(() => connection.value.phase === 'live')
  /** Moves with each line of the system: somebody came or went. */
  const told = useComputed(() => {
    const seq = replica.timeline(channel).value.seqs.at(-1)
    return seq !== undefined && replica.message(channel, seq).value?.kind !== undefined ? seq : 0
  })
  const load = async (query: string, after?: string) => {
    const answer = await ask('members', {
      channel,
      ...(query !== '' && { query }),
      ...(after !== undefined && { after }),
    })
    if (!('ok' in answer) || typed.peek().trim() !== query) return
    const page = membersIn(answer.ok)
    members.value = after === undefined ? page : [...members.peek(), ...page]
    count.value = answer.ok.count
    more.value = answer.ok.more
  }
  useSignalEffect(() => {
    void told.value
    const query = typed.value.trim()
    if (!isLive.value) return
    const timer = setTimeout(() => void load(query), query === '' ? 0 : PAUSE_MS)
    return () => clearTimeout(timer)
  })
  return {
    members: members.value,
    count: count.value,
    more: more.value,
    loadMore: () => void load('', members.peek().at(-1)?.user.id),
    reload: () => void load(typed.peek().trim()),
    /** Shows at once what was done to one of them. */
    put: (id: string, next: Partial<Member> | null) => {
      members.value = members
        .peek()
        .flatMap(one => (one.user.id !== id ? one : next === null ? [] : { ...one, ...next }))
    },
  }
}

const membersIn = ({ seats, users }: { seats: readonly SeatRow[]; users: readonly UserRow[] }): Member[] => {
  const rows = new Map(users.map(user => [user.id, user]))
  return seats.flatMap(({ user, admin, posts }) => {
    const row = rows.get(user)
    return row === undefined ? [] : { user: row, isAdmin: admin === true, posts: posts === true }
  })
}
