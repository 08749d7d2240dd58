import { createHash, hash, randomBytes, randomInt } from 'node:crypto'

/** Randomness and hashes: what the domain may not have. */

const ALPHABET = '0123456789ABCDEFGHJKLMNPQRSTUVWX'

/** An id like Slack's, with 55 bits of randomness: `newId('C')` is `C` and eleven capitals and digits. */
export const newId = (letter: string): string =>
  letter + Array.from(randomBytes(11), byte => ALPHABET[byte & 31]).join('')

/** A number of three to six digits. */
export const drawNumber = (): number => randomInt(100, 1_000_000)

/** A session's token: 256 random bits. It is shown once and kept only as its hash. */
export const newToken = (): string => `flk_${randomBytes(32).toString('base64url')}`

export const hashToken = (token: string): string => createHash('sha256').update(token).digest('base64url')

/** What a command says, so that another one under the same clientId is told apart (COMMIT-3). */
export const digestOf = (command: object): string => hash('sha256', JSON.stringify(command), 'base64url').slice(0, 22)
