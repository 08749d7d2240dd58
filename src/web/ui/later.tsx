import { type ComponentType, h } from 'preact'
import { useEffect, useReducer } from 'preact/hooks'

/**
 * A component whose program is no part of the first load: it is fetched when it is first drawn, and until it is there
 * nothing is. `onMissing`: it could not be fetched.
 */
export const later = <Props extends object>(load: () => Promise<ComponentType<Props>>) => {
  let component: ComponentType<Props> | null = null
  function Later({ onMissing, ...props }: Props & { onMissing?: () => void }) {
    const [, draw] = useReducer((count: number) => count + 1, 0)
    useEffect(() => {
      let isDrawn = true
      const take = (loaded: ComponentType<Props>) => {
        component = loaded
        if (isDrawn) draw(undefined)
      }
      if (component === null) void load().then(take, onMissing ?? (() => {}))
      return () => {
        isDrawn = false
      }
    }, [])
    return component === null ? null : h(component, props as unknown as Props)
  }
  return { Later }
}
