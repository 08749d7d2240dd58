/**
 * What people call themselves and their channels, as it is kept (S-28). What cannot be one is said by `name-faults.ts`, uniqueness is
 * decided by `name-key.ts`.
 */

/** Typed names are cut here before anything else is done: to normalise a whole frame of text would take long (S-27). */
const WORTH_READING = 400

/** A display name as it is stored and shown: NFC, trimmed, runs of white space as one space. */
export const normalizeUserName = (typed: string): string =>
  typed.slice(0, WORTH_READING).normalize('NFC').replace(/\s+/gu, ' ').trim()

/** A channel name as it is stored, shown and linked: `  #Team Alpha` becomes `team-alpha`. The dialog previews it. */
export const normalizeChannelName = (typed: string): string =>
  typed
    .slice(0, WORTH_READING)
    .normalize('NFKC')
    .trim()
    .replace(/^#+/u, '')
    .trim()
    .toLowerCase()
    .replace(/\s+/gu, '-')
    .normalize('NFKC')

/** England, Scotland and Wales: those that Unicode recommends. */
export const FLAGS =
  /\u{1F3F4}\u{E0067}\u{E0062}(?:\u{E0065}\u{E006E}\u{E0067}|\u{E0073}\u{E0063}\u{E0074}|\u{E0077}\u{E006C}\u{E0073})\u{E007F}/gu
