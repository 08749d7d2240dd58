import { signal } from '@preact/signals'

const here = (): string => new Intl.DateTimeFormat().resolvedOptions().timeZone

/** Where the reader is, as a time zone: a machine that travels takes its open pages along. */
export const zone = signal(here())

/** Looks whether that has changed. */
export const lookAtZone = (): void => {
  zone.value = here()
}
