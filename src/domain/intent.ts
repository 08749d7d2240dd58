import type { Answers, CommandName, Fields } from '#protocol/commands.ts'
import type { Way } from './door.ts'
import type { CredentialRecord, EntryRecord, TicketKind } from './door-records.ts'
import type { AskingDevice } from './ticket.ts'

/** What only the server says to itself, by name: what is said, and what it ends in. */
type Inner = {
  /**
   * `channels`: in which newcomers get a seat. `owns`: the workspace whose owner they become if they are the first. `network`: from where they come, empty where that
   * is not known. `invitation`: by which link. `byOperator`: who runs the program lets them in, however the door
   * stands.
   */
  'user.enter': {
    said: {
      name: string
      id: string
      session: NewSession
      channels?: readonly string[]
      owns?: string
      network?: string
      invitation?: Invited
      byOperator?: boolean
    }
    done: { id: string; name: string }
  }
  'claim.offer': { said: { hash: string; ms: number }; done: Record<string, never> }
  'claim.take': { said: { hash: string; workspace: string }; done: Record<string, never> }
  /** `most`: the bytes that there may be; `blob` and `id` are drawn by the door. */
  'upload.begin': {
    said: {
      id: string
      blob: string
      channel: string
      clientId: string
      name: string
      size: number
      most: { file: number; person: number; workspace: number }
      workspace: string
    }
    done: { id: string; blob: string }
  }
  'upload.finish': {
    said: {
      id: string
      size: number
      type: string
      width: number | null
      height: number | null
      placeholder: string | null
      thumbs: boolean
      workspace: string
    }
    done: Record<string, never>
  }
  /**
   * `shown`: what they showed; `ticket`: what they brought; `second`: the hash of a ticket for the second step, should there
   * have to be one.
   */
  'session.begin': {
    said: {
      user: string
      way: Way
      session: NewSession
      shown: readonly Shown[]
      ticket?: { hash: string; kind: TicketKind }
      second: string
      network: string
    }
    done: { id: string; name: string } | { second: true }
  }
  'credential.set': {
    said: {
      credentials: readonly NewCredential[]
      ticket?: string
      before: string | null
      session: string
      alone: boolean
    }
    done: Record<string, never>
  }
  'codes.remove': { said: unknown; done: Record<string, never> }
  'credential.remove': { said: Pick<CredentialRecord, 'kind' | 'subject'>; done: Record<string, never> }
  'entry.note': { said: Omit<EntryRecord, 'at'>; done: Record<string, never> }
  'ticket.offer': {
    said: { hash: string; kind: TicketKind; user: string; ms: number; data: string }
    done: { until: number }
  }
  'restore.offer': { said: { hash: string; user: string; ms: number }; done: { until: number; name: string } }
  'device.ask': { said: { hash: string; user: string; asking: AskingDevice }; done: Record<string, never> }
  'device.answer': { said: { hash: string; asking: string; letIn: boolean }; done: Record<string, never> }
  'upload.drop': { said: { id: string }; done: Record<string, never> }
  'session.see': {
    said: { sessions: readonly { session: string; user: string }[]; network: string }
    done: Record<string, never>
  }
  'invitation.take': { said: Invited; done: { channels: readonly string[] } }
  'workspace.found': {
    said: { id: string; name: string; general: string; bot: string; welcome: string }
    done: { isNew: boolean }
  }
}

/** `count`: where it begins to count. */
export type NewCredential = Pick<CredentialRecord, 'kind' | 'subject' | 'proof' | 'label'> & { count?: number }

/** A credential as it was when it was looked at; `count`: what it must rise to, where it counts. */
export type Shown = Pick<CredentialRecord, 'kind' | 'subject' | 'proof'> & { count?: number }

/** An invitation by its hash, with what never changes of it: a command names its streams before it reads (COMMIT-1). */
export type Invited = { hash: string; creator: string; channels: readonly string[] }

export type NewSession = { id: string; hash: string; device: string }

export type IntentName = CommandName | keyof Inner

/** What nobody says: followers and jobs write of their own accord, under these names. */
type WorkName = `follow.${string}` | `job.${string}`

/** Everything under whose name something is written. */
export type WrittenBy = IntentName | WorkName

/** What each intent says besides its name: a command of the wire with the names of channels resolved to ids, or one of the server's own. */
type Said = { [N in CommandName]: Fields<N> } & { [N in keyof Inner]: Inner[N]['said'] }

export type IntentOf<N extends IntentName> = { do: N } & Said[N]

/** A command as the rules see it. */
export type Intent = { [N in IntentName]: IntentOf<N> }[IntentName]

/** What each intent ends in where it is not refused. For a command it is its answer on the wire. */
export type Done = { [N in CommandName]: Answers[N] } & { [N in keyof Inner]: Inner[N]['done'] } & {
  [N in WorkName]: Record<string, never>
}

/** Who asks: somebody signed in, by one of their sessions. */
export type Actor = { user: string; session: string }

/**
 * What every rule gets besides the facts: who asks, when (milliseconds), the workspace's fixed ids, and `fresh`, the id
 * for what the command makes. The domain has no randomness, so the door draws it; it is empty where the command's
 * description does not ask for one. `namesakes` are ids of the actor's own private channels that had, a moment ago, the
 * name which a command gives; empty where it gives none. `met` are those
 * of the people whom it names with whom the actor, a guest, shared a channel a moment ago.
 */
export type Circumstances = {
  actor: string
  now: number
  workspace: string
  general: string
  fresh: string
  /** The hash of the secret that was drawn for it; empty where the command's description does not ask for one. */
  hash: string
  /** Flack itself, as whom who runs the program acts by the command line. */
  bot: string
  namesakes: readonly string[]
  met: readonly string[]
}
