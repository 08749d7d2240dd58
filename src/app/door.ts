import * as v from 'valibot'
import type { IntentOf } from '#domain/intent.ts'
import { parseInbound } from '#protocol/codec.ts'
import type { Answers, CommandName } from '#protocol/commands.ts'
import { Refusal } from '#protocol/refusals.ts'
import type { App } from './app.ts'
import { isCommand, isQuery } from './inbound.ts'

/**
 * The app's door as the command line holds it: that of a running server through its private socket, or that of a store
 * which it opened itself (LIVE). Same door, same rules: whoever holds it can do what somebody at the page can, no more.
 */
export type Door = {
  /** Somebody new joins; `token` is that of the new session. */
  enter(name: string): Promise<{ user: string; name: string; token: string } | Refused>
  /** A secret that makes whoever brings it an owner, once. */
  own(): Promise<{ secret: string }>
  /** A secret that signs in who has this display name or handle, once. */
  link(named: string): Promise<{ secret: string; name: string } | Refused>
  /** Uploads a small file for a channel, for the owner of a token: its id, to be named by a message. */
  upload(token: string, file: SmallFile): Promise<{ ok: { id: string } } | Refused>
  /** What is said on the wire, command or question, said by Flack itself: with every right of an owner. */
  act(said: { do: string } & Record<string, unknown>): Promise<{ ok: Record<string, unknown> } | Refused>
  /** Runs a command for the owner of a token. */
  run<N extends CommandName>(token: string, command: CommandOf<N>): Promise<{ ok: CommandAnswers[N] } | Refused>
}

/** `content` is base64. */
export type SmallFile = { channel: string; name: string; clientId: string; content: string }

/** A command of the wire, as its description says it, and what it is answered. */
export type CommandOf<N extends CommandName> = IntentOf<N>
export type CommandAnswers = Pick<Answers, CommandName>

export type Refused = { refused: { code: string; message: string; retryAfter?: number | undefined } }

const RefusedAnswer = v.object({ refused: Refusal })

/** What goes over the private socket, and is parsed at both ends; a command's own answer as on the wire (`codec.ts`). */
export const wire = {
  enter: {
    said: v.object({ name: v.string() }),
    answered: v.union([v.object({ user: v.string(), name: v.string(), token: v.string() }), RefusedAnswer]),
  },
  own: { said: v.object({}), answered: v.object({ secret: v.string() }) },
  link: {
    said: v.object({ named: v.string() }),
    answered: v.union([v.object({ secret: v.string(), name: v.string() }), RefusedAnswer]),
  },
  upload: {
    said: v.object({
      token: v.string(),
      file: v.object({ channel: v.string(), name: v.string(), clientId: v.string(), content: v.string() }),
    }),
    answered: v.union([v.object({ ok: v.object({ id: v.string() }) }), RefusedAnswer]),
  },
  act: {
    said: v.object({ said: v.record(v.string(), v.unknown()) }),
    answered: v.union([v.object({ ok: v.record(v.string(), v.unknown()) }), RefusedAnswer]),
  },
  run: {
    said: v.object({ token: v.string(), command: v.record(v.string(), v.unknown()) }),
    answered: v.union([v.object({ ok: v.record(v.string(), v.unknown()) }), RefusedAnswer]),
  },
} as const

/** The private socket's file in the data directory. */
export const CONTROL_SOCKET = 'control.sock'

const DEVICE = 'flack command line'

type Behind = Pick<App, 'accounts' | 'credentials' | 'files' | 'run' | 'ask' | 'identity'>

/** The door of an app in this process. */
export const doorOf = ({ accounts, credentials, files, run, ask, identity }: Behind): Door => ({
  enter: async name => {
    const entered = await accounts.enter(name, DEVICE, { byOperator: true })
    return 'refused' in entered
      ? { refused: entered.refused }
      : { user: entered.account.user, name: entered.account.name, token: entered.token }
  },
  own: async () => ({ secret: await accounts.offerOwnership() }),
  link: named => credentials.restore(named),
  upload: async (token, { content, ...said }) => {
    const account = await accounts.of(token)
    return account && files ? files.take(account, said, Buffer.from(content, 'base64')) : signedOut
  },
  act: async said => {
    const operator = { user: identity.bot, session: '' }
    // The one parser of commands takes frames, which have an id.
    const parsed = parseInbound(JSON.stringify({ ...said, id: 0 }))
    if ('refused' in parsed) return { refused: parsed.refused }
    if (isCommand(parsed.said)) return run(operator, parsed.said)
    return isQuery(parsed.said) ? ask.query(operator, parsed.said) : unsaid
  },
  run: async (token, command) => {
    const account = await accounts.of(token)
    return account ? run(account, command) : signedOut
  },
})

const signedOut = {
  refused: { code: 'signed_out', message: 'The session of this token has ended.' } satisfies Refusal,
}

const unsaid = {
  refused: { code: 'invalid', message: 'That is for open connections alone.' } satisfies Refusal,
}
