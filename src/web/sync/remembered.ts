import * as v from 'valibot'
import { UserId } from '#protocol/ids.ts'
import type { Environment } from './api.ts'
import { DRAFTS } from './drafts.ts'
import { USER } from './early-start.ts'
import { readMap } from './memory.ts'
import { UNSENT } from './outbox-store.ts'

const NAME = 'flack.name'

export const Me = v.object({ id: UserId, name: v.string() })

export type Me = v.InferOutput<typeof Me>

/** Who was here: known before the first frame, so that the page need not wait to be told. */
export interface Remembered {
  /** The display name stays also after signing out: it is proposed on the first page. */
  name(): string
  user(): Me | null
  setUser(user: Me): void
  /** The next person at this browser finds no trace but the name. */
  forget(): void
}

export const createRemembered = ({ memory }: Pick<Environment, 'memory'>): Remembered => ({
  name: () => memory.get(NAME) ?? '',
  user: () => {
    const user = v.safeParse(Me, readMap(memory, USER))
    return user.success ? user.output : null
  },
  setUser: user => {
    memory.set(USER, JSON.stringify(user))
    memory.set(NAME, user.name)
  },
  forget: () => {
    for (const key of [USER, DRAFTS, UNSENT]) memory.remove(key)
  },
})
