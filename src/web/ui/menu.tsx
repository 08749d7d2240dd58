import { useEffect, useLayoutEffect, useRef } from 'preact/hooks'
import { useBackCloses } from './back-closes.ts'
import { Icon, type IconName } from './icon.tsx'

export interface MenuEntry {
  label: string
  icon: IconName
  /** The key that does the same without the menu, shown at the right. */
  hint?: string | undefined
  /** Set apart from the others. */
  isDangerous?: boolean | undefined
  /** It is on or off, rather than something to do. */
  checked?: boolean | undefined
  /** One of several of which exactly one is on: what they are about. They stand one after the other. */
  group?: string | undefined
  run: () => void
}

interface MenuProps {
  label: string
  /** Opens below `bottom`, or above `top` where there is no room; pixels. */
  anchor: { left: number; top: number; bottom: number }
  entries: readonly MenuEntry[]
  onClose: () => void
}

/** So far from the edges of the window, pixels. */
const MARGIN = 8

/**
 * A menu, open as long as it is drawn. The focus is on one of its entries; arrows, Home, End and first letters move it.
 * Esc, Tab, a phone's "back", a press or a turn of the wheel beside it call `onClose`.
 */
export function Menu({ label, anchor, entries, onClose }: MenuProps) {
  const menu = useRef<HTMLDivElement>(null)
  useLayoutEffect(() => {
    if (menu.current === null) return
    place(menu.current, anchor)
    itemsOf(menu.current)[0]?.focus({ preventScroll: true })
  }, [anchor])
  useCloseFromOutside(menu, onClose)
  useBackCloses(onClose)
  return (
    <div class="menu" role="menu" aria-label={label} ref={menu} onKeyDown={event => press(event, onClose)}>
      {groupsOf(entries).map(group => {
        const about = group[0]?.group
        const items = group.map(entry => <Item key={entry.label} {...entry} />)
        if (about === undefined) return items
        return (
          // biome-ignore lint/a11y/useSemanticElements: a fieldset is no part of a menu
          <div key={about} class="menu-group" role="group" aria-label={about}>
            <span class="menu-about" aria-hidden="true">
              {about}
            </span>
            {items}
          </div>
        )
      })}
    </div>
  )
}

function Item({ label, icon, hint, isDangerous, checked, group, run }: MenuEntry) {
  return (
    // biome-ignore lint/a11y/useAriaPropsSupportedByRole: where it is checked, its role is one that can be
    <button
      class="menu-item"
      type="button"
      role={roleOf({ checked, group })}
      aria-checked={checked}
      tabIndex={-1}
      data-danger={isDangerous}
      onClick={run}
      // What the pointer is on is what Enter takes.
      onPointerMove={event => event.currentTarget.focus({ preventScroll: true })}
    >
      <Icon name={icon} />
      <span class="menu-label">{label}</span>
      {checked && <Icon name="check" />}
      {hint !== undefined && (
        <span class="menu-hint" aria-hidden="true">
          {hint}
        </span>
      )}
    </button>
  )
}

const roleOf = ({ checked, group }: Pick<MenuEntry, 'checked' | 'group'>) => {
  if (group !== undefined) return 'menuitemradio'
  return checked === undefined ? 'menuitem' : 'menuitemcheckbox'
}

/** Entries of one group together, every other one by itself. */
const groupsOf = (entries: readonly MenuEntry[]): MenuEntry[][] => {
  const groups: MenuEntry[][] = []
  for (const entry of entries) {
    const last = groups.at(-1)
    if (entry.group !== undefined && last?.[0]?.group === entry.group) last.push(entry)
    else groups.push([entry])
  }
  return groups
}

const itemsOf = (menu: HTMLElement): HTMLElement[] => [...menu.querySelectorAll<HTMLElement>('[role^="menuitem"]')]

const place = (menu: HTMLElement, { left, top, bottom }: MenuProps['anchor']): void => {
  const { offsetWidth, offsetHeight } = menu
  const fitsBelow = bottom + offsetHeight <= innerHeight - MARGIN
  const x = Math.max(MARGIN, Math.min(left, innerWidth - offsetWidth - MARGIN))
  const y = fitsBelow ? bottom : Math.max(MARGIN, top - offsetHeight)
  menu.style.left = `${x}px`
  menu.style.top = `${y}px`
}

const press = (event: KeyboardEvent & { currentTarget: HTMLElement }, onClose: () => void): void => {
  const { key } = event
  const items = itemsOf(event.currentTarget)
  const at = items.indexOf(document.activeElement as HTMLElement)
  const next = nextItem(key, items, at)
  if (key === 'Escape' || key === 'Tab') onClose()
  else if (next !== undefined) next.focus({ preventScroll: true })
  else return
  event.preventDefault()
}

const nextItem = (key: string, items: HTMLElement[], at: number): HTMLElement | undefined => {
  if (key === 'ArrowDown') return items[(at + 1) % items.length]
  if (key === 'ArrowUp') return items.at(at <= 0 ? -1 : at - 1)
  if (key === 'Home') return items[0]
  if (key === 'End') return items.at(-1)
  if (key.length !== 1 || key === ' ') return undefined
  const fromHere = [...items.slice(at + 1), ...items.slice(0, at + 1)]
  return fromHere.find(item => item.textContent?.toLowerCase().startsWith(key.toLowerCase()))
}

const useCloseFromOutside = (menu: { current: HTMLElement | null }, onClose: () => void): void => {
  useEffect(() => {
    const outside = (event: Event) => {
      const target = event.target instanceof Element ? event.target : null
      // The button that opened it closes it by itself.
      const isButton = target?.closest('[aria-haspopup="menu"][aria-expanded="true"]') != null
      if (!isButton && !menu.current?.contains(target)) onClose()
    }
    addEventListener('pointerdown', outside, true)
    addEventListener('wheel', outside, true)
    addEventListener('resize', onClose)
    addEventListener('blur', onClose)
    return () => {
      removeEventListener('pointerdown', outside, true)
      removeEventListener('wheel', outside, true)
      removeEventListener('resize', onClose)
      removeEventListener('blur', onClose)
    }
  }, [menu, onClose])
}
