import { useEffect, useRef } from 'preact/hooks'

/** Whether the component is still on the page: an answer that comes late asks before it moves anybody. */
export const useIsDrawn = (): (() => boolean) => {
  const isDrawn = useRef(true)
  useEffect(() => {
    return () => {
      isDrawn.current = false
    }
  }, [])
  return () => isDrawn.current
}
