import { signal } from '@preact/signals'

/** Whom one's own messages of this visit named although they are not in the channel, by the message's key. */
export const absentees = signal<ReadonlyMap<string, readonly string[]>>(new Map())
