import { opened } from '../opened.ts'

/** A face, a name or a mention opens the profile of whom it stands for, that of a user group who is in it. One listener for all of them. */
export const listenForProfiles = (): (() => void) => {
  const end = new AbortController()
  const open = (event: Event) => {
    const element =
      event.target instanceof Element ? event.target.closest<HTMLElement>('[data-user], [data-group]') : null
    const { user, group } = element?.dataset ?? {}
    if (user === undefined && group === undefined) return
    event.preventDefault()
    opened.value = user === undefined ? { group: group ?? '' } : { person: user }
  }
  document.addEventListener('click', open, { signal: end.signal })
  document.addEventListener(
    'keydown',
    event => {
      const isPressed = event.key === 'Enter' || event.key === ' '
      const isOn =
        event.target instanceof HTMLElement && (event.target.dataset.user ?? event.target.dataset.group) !== undefined
      // A button of the browser says so by a click.
      if (isPressed && isOn && !(event.target instanceof HTMLButtonElement)) open(event)
    },
    { signal: end.signal },
  )
  return () => end.abort()
}
