import { signal } from '@preact/signals'

/** What is read out next, and nowhere to be seen. The number makes the same words news again. */
export const announced = signal<{ number: number; text: string } | null>(null)

export const announce = (text: string): void => {
  announced.value = { number: (announced.peek()?.number ?? 0) + 1, text }
}
