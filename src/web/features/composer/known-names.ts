import type { Client } from '../../sync/api.ts'
import type { Known, Named } from './references.ts'

/** Those that were picked from the suggestions and may not be held: a large workspace has people whom one never met. */
const picked = new Map<string, Named>()

/** Somebody was picked: from now on their name stands for them. */
export const rememberPicked = (person: Named): void => void picked.set(person.id, person)

/** Who and what can be named in a text now. Read it when a text is sent or begun to be edited, not while it is drawn. */
export const knownNames = ({ replica }: Client): Known => ({
  people: [...new Map([...picked.values(), ...replica.heldPeople()].map(person => [person.id, person])).values()],
  channels: replica.channels.peek(),
})
