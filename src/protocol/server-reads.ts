import type * as v from 'valibot'

/**
 * What clients say is parsed by the server alone: the page's bundle drops all calls of this with what is in them (`bin/build.ts`),
 * which takes 2 kB off what a browser has to fetch first.
 */
export const serverReads = <S extends v.GenericSchema>(schema: S): S => schema
