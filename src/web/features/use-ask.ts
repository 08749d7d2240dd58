import { useLayoutEffect, useMemo } from 'preact/hooks'
import type { Act, Client } from '../sync/api.ts'
import { useClient } from './client.ts'

type Performed = Awaited<ReturnType<Client['perform']>>

/**
 * Does something that shows at once, for as long as the component is drawn: a refusal that comes later is told by the
 * page itself. Resolves with the server's word, or with null where there is no connection: then it waits for one.
 */
export const usePerform = (): ((act: Act) => Promise<Performed | null>) => {
  const client = useClient()
  const gone = useMemo(() => new AbortController(), [])
  useLayoutEffect(() => () => gone.abort(), [gone])
  return act => Promise.race([client.perform(act, gone.signal), notLive(client)])
}

const notLive = (client: Client): Promise<null> =>
  new Promise(resolve => {
    let stop: (() => void) | null = null
    stop = client.connection.subscribe(({ phase }) => {
      if (phase === 'live') return
      resolve(null)
      queueMicrotask(() => stop?.())
    })
  })
