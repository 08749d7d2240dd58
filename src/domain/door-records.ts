/** What is kept of who comes in and by what. None of it ever leaves the store. Times are milliseconds since 1970. */

/** By what somebody shows that it is them. */
export type CredentialKind = 'password' | 'passkey' | 'totp' | 'recovery' | 'oidc' | 'email'

/**
 * What somebody can show. `subject` is unique within its kind: a passkey's id, an e-mail address, the hash of a recovery
 * code or of a provider's name for a person; of a password and a code app, of which there is one each, the user's id.
 * `proof` never leaves the store: a password's hash, a passkey's public key, the secret of a code app.
 */
export type CredentialRecord = {
  kind: CredentialKind
  subject: string
  user: string
  proof: string
  /** What only ever rises when it is used: a passkey's counter, the time step of a code. */
  count: number
  /** What its owner knows it by. */
  label: string
  created: number
  used: number | null
}

/**
 * What a ticket is good for. `device`: to ask whether one may come in; `asking`: to ask again; `admitted`: to come in as who
 * said yes; `restore`: to come in for who lost everything else; `second`: to show the second factor;
 * `challenge`: to answer by a passkey, whoever that is (`user` is empty); `letter`: to come in by a link that came by mail; `enrol`: to set up a passkey, an app or an address;
 * `away`: to come back from a provider, as nobody yet or to add it.
 */
export type TicketKind =
  | 'device'
  | 'asking'
  | 'admitted'
  | 'restore'
  | 'second'
  | 'challenge'
  | 'enrol'
  | 'away'
  | 'letter'

/** Whoever brings what this is the hash of, before a time in milliseconds, can do one thing once. `data` is JSON. */
export type TicketRecord = { hash: string; kind: TicketKind; user: string; until: number; data: string }

/** That somebody came in, or was refused: by which way, and from which network. The newest 100 of each person are kept. */
export type EntryRecord = { user: string; at: number; id: string; way: string; outcome: string; network: string }

/** Whoever brings what this is the hash of, before a time in milliseconds, becomes an owner. */
export type ClaimRecord = { hash: string; until: number }

/** When a session was last used, milliseconds, and from which network: written at most every ten minutes. */
export type SightingRecord = { session: string; user: string; at: number; network: string }

/**
 * A link by which somebody comes in. `hash` is the SHA-256 of what stands in it, which itself is nowhere: so that who reads
 * the database, or a copy of it, cannot come in by it.
 */
export type InvitationRecord = {
  id: string
  hash: string
  creator: string
  role: 'member' | 'guest'
  /** Where whoever comes by it takes a seat. */
  channels: readonly string[]
  created: number
  /** Null: it does not end. */
  until: number | null
  /** How many people may come by it; null: any number. */
  most: number | null
  used: number
  /** When it was taken back; null: it was not. */
  withdrawn: number | null
}

/** From this network nobody new comes in. `person`: whose removal it was for. */
export type BanRecord = { network: string; person: string; at: number }

/** Their tables, look-ups and lists: parts of those in `records.ts`. */
export type DoorTables = {
  claims: ClaimRecord
  credentials: CredentialRecord
  tickets: TicketRecord
  entries: EntryRecord
  sightings: SightingRecord
  invitations: InvitationRecord
  bans: BanRecord
}

export type DoorLookups = {
  claim: { key: [hash: string]; record: ClaimRecord }
  credential: { key: [kind: CredentialKind, subject: string]; record: CredentialRecord }
  ticket: { key: [hash: string]; record: TicketRecord }
  entry: { key: [user: string, at: number, id: string]; record: EntryRecord }
  sighting: { key: [session: string]; record: SightingRecord }
  invitation: { key: [id: string]; record: InvitationRecord }
  invitationByHash: { key: [hash: string]; record: InvitationRecord }
  ban: { key: [network: string]; record: BanRecord }
}

export type DoorLists = {
  /** All that somebody can show. */
  credentialsOf: { key: [user: string]; record: CredentialRecord }
  /** Somebody's tickets of a kind, those that end first in front. */
  ticketsOf: { key: [user: string, kind: TicketKind]; record: TicketRecord }
  /** The oldest ones first. */
  entriesOf: { key: [user: string]; record: EntryRecord }
  /** When and from where they were used last. */
  sightingsOf: { key: [user: string]; record: SightingRecord }
  /** From where nobody new comes in because of somebody. */
  bansFor: { key: [person: string]; record: BanRecord }
}
