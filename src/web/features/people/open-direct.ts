import { go } from '../../navigation.ts'
import { pathOf } from '../../routes.ts'
import { afterPaint } from '../../ui/after-paint.ts'
import { useClient } from '../client.ts'
import { focusToWrite } from '../composer/focus.ts'
import { useQuestion } from '../use-question.ts'

/** Goes to the conversation with these people, and makes it first where there is none. Answers why not, or null. */
export const useOpenDirect = (): ((users: readonly string[]) => Promise<string | null>) => {
  const { replica, session } = useClient()
  const ask = useQuestion()
  return async users => {
    const me = session.peek()
    const people = new Set([...users, ...(me.phase === 'signed-in' ? [me.id] : [])])
    const known = replica.directs
      .peek()
      .find(one => one.people.length === people.size && one.people.every(id => people.has(id)))
    if (known !== undefined) return goTo(known.id)
    const answer = await ask('direct.open', { users: [...users] })
    return 'ok' in answer ? goTo(answer.ok.channel) : answer.refused.message
  }
}

const goTo = (channel: string): null => {
  go(pathOf(channel))
  // Who is there already comes back to writing, too.
  afterPaint(focusToWrite)
  return null
}
