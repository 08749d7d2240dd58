import { signal } from '@preact/signals'
import { useClient } from '../client.ts'
import { preferences } from '../preferences/chosen.ts'
import type { Said } from '../timeline/said.ts'
import type * as cards from './cards.tsx'

const loaded = signal<typeof cards | null>(null)
let isComing = false

/** What draws cards; null until it has come, with the first message that has one. */
const cardsNow = (): typeof cards | null => {
  if (loaded.value === null && !isComing) {
    isComing = true
    import('./cards.tsx').then(
      all => {
        loaded.value = all
      },
      () => {
        isComing = false
      },
    )
  }
  return loaded.value
}

/** Whether a text may lead to the web: a look that costs nothing. */
export const mayLead = (text: string): boolean => text.includes('://')

/** Where the addresses of a message lead, below it, for who wants to see that. */
export function MessagePreviews({ said, channel, seq }: { said: Said; channel: string; seq: number }) {
  const shown = useClient().replica.previews(channel, seq).value
  if (shown.length === 0 || !preferences.value.previews) return null
  const parts = cardsNow()
  return parts && <parts.Cards cards={shown} author={said.author} channel={channel} seq={seq} />
}
