import { type ComponentType, h } from 'preact'
import { useEffect, useReducer } from 'preact/hooks'

/** What a component that comes later needs to be told: its program could not be fetched. */
interface Missing {
  onMissing: () => void
}

/**
 * A component whose program is no part of the first load: it is fetched by `prepare`, or else with the first drawing.
 * Until it is there nothing is drawn.
 */
export const later = <Props extends object>(load: () => Promise<ComponentType<Props>>) => {
  let component: ComponentType<Props> | null = null
  const prepare = async (): Promise<void> => {
    component ??= await load()
  }
  function Later({ onMissing, ...props }: Props & Missing) {
    const [, draw] = useReducer((count: number) => count + 1, 0)
    useEffect(() => {
      let isDrawn = true
      if (component === null) void prepare().then(() => isDrawn && draw(undefined), onMissing)
      return () => {
        isDrawn = false
      }
    }, [])
    return component === null ? null : h(component, props as unknown as Props)
  }
  return { Later, prepare }
}
