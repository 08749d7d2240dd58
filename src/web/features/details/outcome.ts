import type { Refusal } from '#protocol/refusals.ts'
import { refusedWords } from '../../words/refused.ts'

/** Why something was refused, in words; null where it was done, or is kept until there is a connection. */
export const outcomeOf = (performed: { ok: unknown } | { refused: Refusal } | null): string | null =>
  performed !== null && 'refused' in performed ? refusedWords(performed.refused) : null
