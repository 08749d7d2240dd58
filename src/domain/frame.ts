import type { Grant } from './decision.ts'

/**
 * What one commit changed in one stream, encoded once (HUB-1): `rows` is the JSON array of its rows; null where it was
 * too large for the bus, then the store has them. `begins` and `ends` say whose sockets gain or lose the stream (HUB-3).
 */
export type Frame = {
  stream: string
  since: number
  rev: number
  rows: string | null
  begins: readonly Grant[]
  ends: readonly Grant[]
}
