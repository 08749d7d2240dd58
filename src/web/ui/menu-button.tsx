import { useSignal } from '@preact/signals'
import { useRef } from 'preact/hooks'
import { IconButton } from './button.tsx'
import { Menu, type MenuEntry } from './menu.tsx'

/** A button that opens a menu below it. The focus comes back to it, unless what was chosen takes it elsewhere. */
export function MenuButton({ label, entries }: { label: string; entries: readonly MenuEntry[] }) {
  const anchor = useSignal<DOMRect | null>(null)
  const place = useRef<HTMLSpanElement>(null)
  const button = () => place.current?.querySelector('button')
  const open = () => {
    anchor.value = button()?.getBoundingClientRect() ?? null
  }
  const close = () => {
    if (place.current?.contains(document.activeElement)) button()?.focus()
    anchor.value = null
  }
  const closing = entries.map(entry => ({
    ...entry,
    run: () => {
      close()
      entry.run()
    },
  }))
  const isOpen = anchor.value !== null
  return (
    <span ref={place}>
      <IconButton icon="more" label={label} haspopup="menu" expanded={isOpen} onClick={isOpen ? close : open} />
      {anchor.value !== null && <Menu label={label} anchor={anchor.value} entries={closing} onClose={close} />}
    </span>
  )
}
