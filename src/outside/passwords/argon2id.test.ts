import { expect, test } from 'bun:test'
import { argon2id } from './argon2id.ts'
import { passwordsContract } from './passwords.contract.ts'

passwordsContract('argon2id', { many: () => argon2id(), few: () => argon2id(2) })

test('[S-03] costs 19 MB and two rounds, as the hash itself says', async () => {
  expect(await argon2id().hash('correct horse')).toStartWith('$argon2id$v=19$m=19456,t=2,p=1$')
})

test('[S-03] the loop goes on while hashing', async () => {
  const passwords = argon2id()
  let turns = 0
  const timer = setInterval(() => {
    turns += 1
  }, 1)
  await Promise.all(['a', 'b', 'c'].map(password => passwords.hash(password)))
  clearInterval(timer)
  expect(turns).toBeGreaterThan(3)
})
