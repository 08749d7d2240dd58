import { useSignal } from '@preact/signals'
import { useEffect } from 'preact/hooks'
import * as v from 'valibot'
import { Ways } from '#protocol/sign-in.ts'

/** By which ways one can sign in here, besides those that are always there. Without an answer there are none. */
export const useWays = (): v.InferOutput<typeof Ways> => {
  const ways = useSignal<v.InferOutput<typeof Ways>>({ mail: false, providers: [] })
  useEffect(() => {
    fetch('/auth/ways')
      .then(response => response.json())
      .then(body => (ways.value = v.parse(Ways, body)))
      .catch(() => {})
  }, [ways])
  return ways.value
}
