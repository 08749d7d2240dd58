import { useSignal } from '@preact/signals'
import { useEffect, useLayoutEffect, useRef } from 'preact/hooks'
import { rememberedSidebar, rememberSidebar } from '../../remembered.ts'
import { isMirrored, keyOnward } from '../../ui/mirrored.ts'
import { plural, say } from '../../words/say.ts'

const USUAL = 260
const LEAST = 200
const MOST = 420
const STEP = 20
/** Where `layout.css` stops it, whatever was wanted: this part of the window. */
const SHARE = 0.45

/** The edge between the list and the conversation: it can be moved by pointer and by key, and stays where it was put. */
export function SidebarEdge() {
  const width = useSignal(within(rememberedSidebar() ?? USUAL))
  const most = useMost()
  const shown = Math.min(width.value, most)
  const grip = useRef<number | null>(null)
  useLayoutEffect(() => document.documentElement.style.setProperty('--sidebar', `${width.value}px`), [width.value])
  const put = (next: number) => {
    // At the limit of a narrow window a larger width, chosen in a wide one, is kept.
    width.value = within(next < most ? next : Math.max(next, width.value))
    rememberSidebar(width.value)
  }
  const press = (event: KeyboardEvent) => {
    const next = nextWidth(keyOnward(event.key), shown)
    if (next === null || event.altKey || event.ctrlKey || event.metaKey) return
    event.preventDefault()
    put(next)
  }
  return (
    // biome-ignore lint/a11y/useSemanticElements: a rule cannot be moved
    <div
      class="sidebar-edge"
      role="separator"
      aria-label={say`Width of the sidebar`}
      aria-orientation="vertical"
      aria-controls="sidebar"
      aria-valuemin={LEAST}
      aria-valuemax={most}
      aria-valuenow={shown}
      aria-valuetext={plural(shown, { one: say`${1} pixel`, other: say`${shown} pixels` })}
      tabIndex={0}
      onKeyDown={press}
      onDblClick={() => put(USUAL)}
      onPointerDown={event => {
        if (event.button !== 0) return
        grip.current = shown - along(event)
        event.currentTarget.setPointerCapture(event.pointerId)
      }}
      onPointerMove={event => grip.current !== null && put(grip.current + along(event))}
      onLostPointerCapture={() => (grip.current = null)}
    />
  )
}

/** How far the pointer is from the side on which the list stands. */
const along = ({ clientX }: PointerEvent): number => (isMirrored() ? innerWidth - clientX : clientX)

/** How wide it can be in this window, in whole pixels. */
const useMost = (): number => {
  const most = useSignal(mostNow())
  useEffect(() => {
    const look = () => (most.value = mostNow())
    addEventListener('resize', look)
    return () => removeEventListener('resize', look)
  }, [most])
  return most.value
}

const mostNow = (): number => Math.max(LEAST, Math.min(MOST, Math.floor(SHARE * innerWidth)))

const within = (width: number): number => Math.round(Math.min(MOST, Math.max(LEAST, width)))

const nextWidth = (key: string, width: number): number | null => {
  if (key === 'ArrowLeft') return width - STEP
  if (key === 'ArrowRight') return width + STEP
  if (key === 'Home') return LEAST
  if (key === 'End') return MOST
  return key === 'Enter' ? USUAL : null
}
