import { takesValue } from '#protocol/preferences.ts'
import { refuse, type Verdict } from './decision.ts'
import type { Facts, Scope } from './facts.ts'
import type { Circumstances, IntentOf } from './intent.ts'

type Choose = IntentOf<'preference.set'>

export const chooseScope = ({ name }: Choose, { actor }: Circumstances): Scope => ({
  streams: [actor],
  facts: [['preference', actor, name]],
})

/** Somebody's own choice, the same on every device of theirs: `{name, value}`. Choosing what is chosen changes nothing. */
export const choose = (facts: Facts, { name, value }: Choose, { actor }: Circumstances): Verdict<'preference.set'> => {
  if (!takesValue(name, value)) return refuse('invalid', `${name} takes no such value.`)
  const ok = { name, value }
  if (facts.get('preference', actor, name)?.value === value) return { writes: [], ok }
  return { writes: [{ stream: actor, table: 'preferences', row: { user: actor, name, value } }], ok }
}
