import { describe, expect, test } from 'bun:test'
import { patience } from '../../../test/support/pace.ts'
import type { Passwords } from './passwords.ts'

/** What holds of every engine. `few`: one where no more than two may wait. */
export const passwordsContract = (name: string, make: { many(): Passwords; few(): Passwords }): void => {
  describe(`passwords by ${name}`, () => {
    test(
      'only the password itself is the one of its hash, whatever is in it',
      async () => {
        const passwords = make.many()
        for (const password of ['correct horse', 'pässwörd 漢字 🎉', ' ', 'x'.repeat(256), `${'x'.repeat(72)}1`]) {
          const hash = await passwords.hash(password)
          expect(await passwords.verify(password, hash)).toBe(true)
          expect(await passwords.verify(`${password}x`, hash)).toBe(false)
          expect(await passwords.verify(password.slice(1), hash)).toBe(false)
          expect(hash).not.toContain(password === ' ' ? 'nothing' : password)
        }
      },
      patience(20_000),
    )

    test('the same password has another hash each time', async () => {
      const passwords = make.many()
      expect(await passwords.hash('correct horse')).not.toBe(await passwords.hash('correct horse'))
    })

    test('without a hash nothing is right', async () => {
      expect(await make.many().verify('correct horse', null)).toBe(false)
    })

    test('whoever comes when too many wait is sent away, and the next one is served', async () => {
      const passwords = make.few()
      const answers = await Promise.all(['a', 'b', 'c', 'd'].map(password => passwords.hash(password)))
      expect(answers.map(answer => answer === null)).toEqual([false, false, true, true])
      expect(await passwords.hash('e')).not.toBeNull()
    })

    test('a hash that is none refuses, and holds nobody up', async () => {
      const passwords = make.many()
      expect(passwords.verify('a', 'no hash')).rejects.toThrow()
      expect(await passwords.verify('a', await passwords.hash('a'))).toBe(true)
    })
  })
}
