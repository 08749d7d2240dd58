/**
 * The version of the wire. It moves only together with the fingerprint in `wire.test.ts` and a line here.
 *
 * 1: the seed: guests, channels, messages, places, sync.
 */
export const PROTOCOL = 1
