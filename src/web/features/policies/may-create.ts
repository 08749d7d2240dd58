import { signal } from '@preact/signals'

/** Whether channels may be made by me at all. Until it is known the button is there, and the server decides. */
export const mayCreate = signal(true)
