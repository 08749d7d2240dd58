import type { Answers, CommandName, Fields } from '#protocol/commands.ts'

/** What only the server says to itself, by name: what is said, and what it ends in. */
type Inner = {
  /** `owns`: the workspace whose owner they become if they are the first. */
  'user.enter': {
    said: { name: string; id: string; session: NewSession; owns?: string }
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
    }
    done: Record<string, never>
  }
  /** With `before` only where no page has named it since. */
  'upload.drop': { said: { id: string; before?: number }; done: Record<string, never> }
  'session.end': { said: { session: string }; done: Record<string, never> }
  'workspace.found': {
    said: { id: string; name: string; general: string; bot: string; welcome: string }
    done: Record<string, never>
  }
}

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
 * name which a command gives; empty where it gives none.
 */
export type Circumstances = {
  actor: string
  now: number
  workspace: string
  general: string
  fresh: string
  namesakes: readonly string[]
}
