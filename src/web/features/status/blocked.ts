import { signal, useSignalEffect } from '@preact/signals'
import { useClient } from '../client.ts'

/** After so many connections in a row that came to nothing, and so long, milliseconds, it is asked what the matter is. */
const ENOUGH = 3
const LONG_MS = 20_000

/**
 * Whether the server answers, and yet no connection is to be had: then something on the way lets no WebSocket through,
 * and waiting will not help.
 */
export const blocked = signal(false)

/** Keeps `blocked` true to what becomes of the connections. */
export const useBlocked = (): void => {
  const { connection } = useClient()
  useSignalEffect(() => {
    const { phase } = connection.value
    if (phase === 'live') {
      lost = []
      blocked.value = false
    }
    if (phase !== 'lost') return
    lost.push(Date.now())
    if (isLong()) void serverAnswers().then(answers => (blocked.value = answers && isLong()))
  })
}

/** When connections were lost since the last one that came about, milliseconds since 1970. */
let lost: number[] = []

const isLong = (): boolean => lost.length >= ENOUGH && Date.now() - (lost[0] ?? Infinity) >= LONG_MS

const serverAnswers = (): Promise<boolean> =>
  fetch('/healthz', { cache: 'no-store', signal: AbortSignal.timeout(5000) }).then(
    ({ ok }) => ok,
    () => false,
  )
