import * as v from 'valibot'

/** A whole number that every language of a client holds exactly. */
export const Int = v.pipe(v.number(), v.safeInteger())
