const BASE_MS = 500
const CAP_MS = 30_000

/**
 * How long to wait before the next try after `failures` in a row, milliseconds: exponential with full jitter, so that
 * everybody who lost the same server does not come back in the same moment.
 */
export const backOff = (failures: number, random: number): number =>
  random * Math.min(CAP_MS, BASE_MS * 2 ** Math.min(failures, 10))
