import { until } from '../support/wait.ts'
import { arrive, type Stage } from './stage.ts'

/** Ten people arrive, half at each node, and some go: within two seconds both nodes tell the same of them (PRESENCE-2). */
export const expectAgreement = async ({ one, two, nodes }: Stage): Promise<void> => {
  const people = await Promise.all(Array.from({ length: 10 }, (_, index) => arrive(index % 2 ? two : one)))
  const users = people.map(({ id }) => id)
  for (const { socket } of people.slice(0, 4)) socket.close()
  const there = users.slice(4).join()
  const watchers = await Promise.all(nodes.map(node => arrive(node)))
  const online = async ({ socket }: (typeof watchers)[number]) =>
    String((await socket.ask({ do: 'presence', users })).ok?.online)
  await until(async () => (await Promise.all(watchers.map(online))).every(each => each === there), {
    timeout: 2000,
    what: 'both nodes to agree on who is online',
  })
  for (const { socket } of [...people, ...watchers]) socket.close()
}
