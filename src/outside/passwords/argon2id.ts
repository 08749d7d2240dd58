import type { Passwords } from './passwords.ts'

const SETTINGS = { algorithm: 'argon2id', memoryCost: 19_456, timeCost: 2 } as const

/** Who is above this is sent away: at some 40 ms each, nobody waits longer than a few seconds. */
const MOST_WAITING = 64

/** Of a password that nobody knows: to be looked at where there is none, so that names without one answer no sooner. */
const NOBODYS =
  '$argon2id$v=19$m=19456,t=2,p=1$VZT2R+F5n7TKZ4hSO0olDO5x3hmpltj4b3ZHeYwaQUU$ogZCu4ZPg7Drl5BYy7nJXpXddKXBbM2L7B8s/WB4g3I'

/** By Bun, on its own threads: the loop goes on meanwhile. */
export const argon2id = (mostWaiting = MOST_WAITING): Passwords => {
  let waiting = 0
  let last: Promise<unknown> = Promise.resolve()
  const inTurn = async <T>(work: () => Promise<T>): Promise<T | null> => {
    if (waiting >= mostWaiting) return null
    waiting += 1
    const mine = last.then(work).finally(() => {
      waiting -= 1
    })
    last = mine.catch(() => {})
    return mine
  }
  return {
    hash: password => inTurn(() => Bun.password.hash(password, SETTINGS)),
    verify: (password, hash) =>
      inTurn(async () => (await Bun.password.verify(password, hash ?? NOBODYS)) && hash !== null),
  }
}
