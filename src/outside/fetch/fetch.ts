/**
 * The one door for requests that leave the house: previews, and whatever asks a server that somebody else has named.
 * Nobody may use it to look behind the walls that this machine stands within.
 */
export type Guarded = (url: string, wanted: Wanted) => Promise<Answer>

export type Wanted = {
  /** Media types that are read, like `text/html`, or `image/*`. Anything else is refused before its body is read. */
  accept: readonly string[]
  /** More is not read: the answer is then cut, and says so. */
  bytes: number
  /** For everything together: names, redirects, body. */
  ms: number
  /** With a body it is a POST, which follows no redirect. */
  body?: { type: string; text: string }
  headers?: Readonly<Record<string, string>>
}

export type Answer = {
  /** Where the answer came from, after redirects. */
  url: string
  status: number
  /** The media type in lower case, without its parameters. */
  type: string
  charset: string | null
  bytes: Uint8Array
  cut: boolean
}

/**
 * Nothing came of a request. Whoever named the address must not learn why: "refused" and "nobody there" would map the
 * network that this machine is in.
 */
export class NoAnswer extends Error {
  override name = 'NoAnswer'

  constructor() {
    super('There is no answer from there.')
  }
}
