import type { RefObject } from 'preact'
import { useLayoutEffect } from 'preact/hooks'

let main: HTMLTextAreaElement | null = null

/** Makes a field the one that the conversation is written in, for as long as it is drawn. */
export const useMainField = (field: RefObject<HTMLTextAreaElement | null>): void => {
  useLayoutEffect(() => {
    const own = field.current
    main = own
    return () => {
      // The field of the next conversation may be there already.
      if (main === own) main = null
    }
  }, [field])
}

/** The message field of the conversation that is shown; null where none is. A field inside a message is never it. */
export const mainField = (): HTMLTextAreaElement | null => main

/**
 * Puts the focus into the message field, if there is one. Who comes to a channel at a desk wants to write in it. On a
 * touch screen the keyboard would cover what is to be read.
 */
export const focusToWrite = (): void => {
  if (matchMedia('(hover: hover) and (pointer: fine)').matches && !isInDialog()) main?.focus()
}

/** There somebody else's question is being answered. */
const isInDialog = (): boolean => document.querySelector('dialog[open]') !== null
