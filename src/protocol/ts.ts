/** Microseconds since 1970 as Slack writes them: `1700000000.000123`. */
export const tsOf = (micros: number): string => {
  const seconds = Math.floor(micros / 1e6)
  return `${seconds}.${String(micros - seconds * 1e6).padStart(6, '0')}`
}

/** The reverse of `tsOf`, in microseconds. */
export const microsOf = (ts: string): number => {
  const [seconds = '0', fraction = '0'] = ts.split('.')
  return Number(seconds) * 1e6 + Number(fraction)
}

/** When a message was posted, in milliseconds since 1970. */
export const millisOf = (ts: string): number => Math.floor(microsOf(ts) / 1000)
