import { signal } from '@preact/signals'
import { useEffect } from 'preact/hooks'
import type * as v from 'valibot'
import { CredentialList } from '#protocol/sign-in.ts'
import { useClient } from '../client.ts'
import { changeCredentials, isRefused } from './ask.ts'

export type OwnCredentials = v.InferOutput<typeof CredentialList>

/** Whose it is, and what they can sign in with; null: not known yet. */
const known = signal<{ user: string; own: OwnCredentials } | null>(null)

const load = async (user: string): Promise<void> => {
  const answer = await changeCredentials({ do: 'list' }, CredentialList)
  if (!isRefused(answer)) known.value = { user, own: answer }
}

/** What one can sign in with (null: not known yet): asked for whenever it is drawn anew, or `reload` is called. */
export const useOwnCredentials = () => {
  const { session } = useClient()
  const state = session.value
  const user = state.phase === 'signed-in' ? state.id : ''
  useEffect(() => {
    void load(user)
  }, [user])
  return { own: known.value?.user === user ? known.value.own : null, reload: () => void load(user) }
}
