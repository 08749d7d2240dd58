import type { Bus } from '#bus/bus.ts'
import type { Store } from '#store/store.ts'
import type { Clock } from '../clock.ts'
import type { Failed } from '../failure.ts'
import type { Fence } from '../fence.ts'
import { attention } from './attention.ts'
import { Followers } from './followers.ts'
import { links } from './links.ts'
import { ownPosts } from './own-posts.ts'

type Parts = {
  store: Store
  bus: Bus
  monotonic: () => number
  after?: Clock['after']
  failed?: Failed
  previews?: object
}

/** All followers that Flack has, for one node. */
export const createFollowers = (
  { store, bus, monotonic, after = afterTimeout, failed = () => {}, previews }: Parts,
  node: string,
  fence: Fence,
): Followers => {
  /** Of the nodes that live the one whose name sorts first runs them; a node that shares nothing runs its own. */
  const leads = async (): Promise<boolean> => {
    if (!bus.lossy) return true
    if (fence.isStale()) return false
    const live = await store.leases.live()
    return live.every(each => each.node >= node)
  }
  return new Followers({
    store,
    bus,
    followers: [ownPosts, attention(store), links(store, previews !== undefined)],
    clock: { now: monotonic, after },
    leads,
    failed: (follower, error) => failed({ follower, error }),
  })
}

const afterTimeout: Clock['after'] = (ms, run) => {
  const timer = setTimeout(run, ms)
  return () => clearTimeout(timer)
}
