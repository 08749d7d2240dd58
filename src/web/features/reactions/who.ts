import type { Reaction } from '../../sync/api.ts'
import { list, plural, say } from '../../words/say.ts'
import { useClient } from '../client.ts'

/** Whose reaction it is, in words: "Ada, Bea, 3 others and you". */
export const useNames = ({ people, count, mine }: Reaction): string => {
  const { replica, session } = useClient()
  const me = session.value.phase === 'signed-in' ? session.value.id : ''
  const names = people.filter(id => id !== me).map(id => replica.user(id).value?.name ?? '…')
  const others = count - names.length - (mine ? 1 : 0)
  const rest = others > 0 ? [plural(others, { one: say`${1} other`, other: say`${others} others` })] : []
  return list([...names, ...rest, ...(mine ? [say`you`] : [])])
}
