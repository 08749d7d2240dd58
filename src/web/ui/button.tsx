import type { ComponentChildren, JSX } from 'preact'
import { Icon, type IconName } from './icon.tsx'

type ButtonProps = Omit<JSX.IntrinsicElements['button'], 'class' | 'icon'> & {
  children?: ComponentChildren
  /** `main`: the one action of its place, `danger` where it takes something away. `plain`: beside it. `quiet`: text until it is wanted. */
  look?: 'main' | 'danger' | 'plain' | 'quiet'
}

/** A button with words. */
export function Button({ look = 'plain', type = 'button', children, ...rest }: ButtonProps) {
  return (
    <button class={`button button-${look}`} type={type} {...rest}>
      {children}
    </button>
  )
}

/** A button with an icon only; `label` is its name and its title. */
export function IconButton({
  icon,
  label,
  onClick,
  size = 20,
  pressed,
  class: className = '',
  haspopup,
  expanded,
}: {
  icon: IconName
  label: string
  onClick: () => void
  size?: 16 | 20
  /** For a button that stays down until it is pressed again. */
  pressed?: boolean
  class?: string
  /** Of a button that opens something: what, and whether it is open. */
  haspopup?: 'menu' | 'dialog'
  expanded?: boolean
}) {
  return (
    <button
      class={`icon-button ${className}`}
      type="button"
      aria-label={label}
      aria-pressed={pressed}
      aria-haspopup={haspopup}
      aria-expanded={expanded}
      title={label}
      onClick={onClick}
    >
      <Icon name={icon} size={size} />
    </button>
  )
}
