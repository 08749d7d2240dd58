import { useClient } from '../client.ts'

/** Whether I look after the workspace. */
export const useIsAdmin = (): boolean => {
  const { replica, session } = useClient()
  const me = session.value
  const role = me.phase === 'signed-in' ? replica.user(me.id).value?.role : undefined
  return role === 'owner' || role === 'admin'
}
