import type { Command } from '#protocol/commands.ts'

/**
 * A command as the rules see it: channel names resolved to ids, and whatever must be random or secret (ids, hashes)
 * already drawn by the door, since the domain has no randomness.
 */
export type Intent =
  | Exclude<Command, { do: 'channel.create' }>
  | { do: 'channel.create'; clientId?: string | undefined; name: string; id: string }
  | { do: 'user.enter'; name: string; id: string; session: NewSession }
  | { do: 'session.end'; session: string }
  | { do: 'workspace.found'; id: string; name: string; general: string; bot: string; welcome: string }

export type NewSession = { id: string; hash: string; device: string }

export type IntentOf<N extends Intent['do']> = Extract<Intent, { do: N }>

/** Who asks: somebody signed in, by one of their sessions. */
export type Actor = { user: string; session: string }

/** What every rule gets besides the facts: who asks, when (milliseconds), and the workspace's fixed ids. */
export type Circumstances = { actor: string; now: number; workspace: string; general: string }
