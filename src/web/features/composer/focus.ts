/**
 * Puts the focus into the message field, if there is one. Who comes to a channel at a desk wants to write in it. On a
 * touch screen the keyboard would cover what is to be read.
 */
export const focusToWrite = (): void => {
  if (matchMedia('(hover: hover) and (pointer: fine)').matches && !isInDialog()) {
    document.getElementById('composer')?.focus()
  }
}

/** There somebody else's question is being answered. */
const isInDialog = (): boolean => document.querySelector('dialog[open]') !== null
