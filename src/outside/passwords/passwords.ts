/**
 * Hashes passwords so that a stolen database gives none away. One at a time, wherever it is asked from: each takes 19 MB
 * and a core, and many at once hold up the reading of files for seconds. `passwords.contract.ts` is its suite.
 */
export type Passwords = {
  /** Null where too many wait already: try again later. */
  hash(password: string): Promise<string | null>
  /** Whether a password is the one of this hash; with null in its place it takes as long, and it is not. Null where too many wait. */
  verify(password: string, hash: string | null): Promise<boolean | null>
}
