import type { Client } from '../../sync/api.ts'
import type { Known, Named } from './references.ts'

/** Those whom the suggestions named and who may not be held: a large workspace has people whom one never met. */
const suggested = new Map<string, Named>()

/** Somebody was suggested: from now on their name stands for them, whether it is picked or typed to its end. */
export const rememberSuggested = (person: Named): void => void suggested.set(person.id, person)

/** Who and what can be named in a text now. Read it when a text is sent or begun to be edited, not while it is drawn. */
export const knownNames = ({ replica }: Client): Known => ({
  people: [...new Map([...suggested.values(), ...replica.heldPeople()].map(person => [person.id, person])).values()],
  channels: replica.channels.peek(),
  groups: [...replica.groups.peek().values()].map(({ id, handle }) => ({ id, name: handle })),
})
