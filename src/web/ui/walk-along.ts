import { keyOnward } from './mirrored.ts'

/** A row of buttons that is one stop of Tab: the arrows walk inside, round and round. */
export const walkAlong = (event: KeyboardEvent & { currentTarget: HTMLElement }): void => {
  const buttons: (Element | null)[] = [...event.currentTarget.querySelectorAll('button')]
  const step = { ArrowRight: 1, ArrowLeft: buttons.length - 1 }[keyOnward(event.key)]
  const at = buttons.indexOf(document.activeElement)
  if (step === undefined || at === -1) return
  event.preventDefault()
  const next = buttons[(at + step) % buttons.length]
  if (next instanceof HTMLElement) next.focus()
}
