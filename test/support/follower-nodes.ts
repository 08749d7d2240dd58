import type { Follower } from '#app/followers/follower.ts'
import { Followers } from '#app/followers/followers.ts'
import { localBus } from '#bus/local.ts'
import type { Engine } from '#store/engine.ts'
import { openTestStore } from './commands.ts'

/** Nodes that run followers on stores of their own; `close` ends all of them. */
export const followerNodes = () => {
  const open: (() => Promise<void>)[] = []
  /** Its followers are given, or made for its store. */
  const node = async (
    engine: Engine,
    followers: readonly Follower[] | ((store: Awaited<ReturnType<typeof openTestStore>>) => readonly Follower[]),
    clock = Date.now,
  ) => {
    const store = await openTestStore(engine, clock)
    const bus = localBus()
    store.onCommit(frames => bus.publish(frames.map(frame => ({ frame }))))
    const failures: string[] = []
    const runner = new Followers({
      store,
      bus,
      followers: typeof followers === 'function' ? followers(store) : followers,
      clock: { now: () => performance.now(), after },
      leads: async () => true,
      failed: (follower, error) => failures.push(`${follower}: ${error}`),
    })
    open.push(async () => {
      await runner.end()
      await store.close()
    })
    return { store, runner, failures }
  }
  const close = async () => {
    for (const each of open.splice(0).reverse()) await each()
  }
  return { node, close }
}

const after = (ms: number, run: () => void): (() => void) => {
  const timer = setTimeout(run, ms)
  return () => clearTimeout(timer)
}
