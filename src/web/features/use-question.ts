import { useLayoutEffect, useMemo } from 'preact/hooks'
import type { Ask } from '../sync/api.ts'
import { say } from '../words/say.ts'
import { useClient } from './client.ts'

/** Asks for as long as the component is drawn: with it goes what has not been sent yet. */
export const useQuestion = (): Ask => {
  const client = useClient()
  const gone = useMemo(() => new AbortController(), [])
  useLayoutEffect(() => () => gone.abort(), [gone])
  return (name, fields) => client.ask(name, fields, gone.signal)
}

/** What somebody who asked is told while the question cannot even be sent; null while there is nothing to tell. */
export const useWaitingNote = (isAsking: boolean): string | null => {
  const isLive = useClient().connection.value.phase === 'live'
  return isAsking && !isLive ? say`Waiting for the connection…` : null
}
