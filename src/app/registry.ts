import type * as v from 'valibot'
import { commands, queries, type SignalName, signals } from '#protocol/commands.ts'
import { commandEntries } from './commands.ts'
import { questionEntries } from './questions.ts'
import type { Callable } from './rule.ts'

/**
 * Everything that can be called from outside, with the rule that decides who may. Doors mount handlers by these names
 * only, `flack routes` prints it, and the access matrix has a hand-written row for each.
 */

const signalRules: { readonly [N in SignalName]: Callable } = {
  typing: { rule: 'member', what: 'Says that one is typing.' },
  presence: { rule: 'signed-in', what: 'Who of these people is online, and hears when that changes.' },
  watch: { rule: 'reader', what: 'Hears a public channel without a seat.' },
  unwatch: { rule: 'signed-in', what: 'Ends a watch.' },
  ping: { rule: 'signed-in', what: 'Keeps the socket alive.' },
}

/** HTTP, by method and path. */
export const httpRules = {
  'POST /auth/guest': { rule: 'anybody', what: 'Joins by display name.' },
  'POST /auth/sign-in': { rule: 'anybody', what: 'Comes in as who one is already.' },
  'POST /auth/credentials': { rule: 'signed-in', what: 'Changes how one signs in.' },
  'GET /auth/ways': { rule: 'anybody', what: 'By which providers one can sign in.' },
  'GET /auth/provider/*': { rule: 'anybody', what: 'Comes back from a provider.' },
  'GET /sign-in': { rule: 'anybody', what: 'The page, where one signs in.' },
  'POST /auth/invitation': { rule: 'anybody', what: 'What a link of an invitation is for; it uses nothing up.' },
  'GET /auth/session': { rule: 'anybody', what: 'Who is signed in, if anybody.' },
  'POST /auth/signout': { rule: 'signed-in', what: 'Ends the session.' },
  'GET /ws': { rule: 'signed-in', what: 'Opens the socket.' },
  'GET /healthz': { rule: 'anybody', what: 'Whether the process is alive.' },
  'GET /readyz': { rule: 'anybody', what: 'Whether it can serve.' },
  'GET /metrics': { rule: 'operator', what: 'Figures for Prometheus.' },
  'GET /': { rule: 'anybody', what: 'The page.' },
  'GET /c/*': { rule: 'anybody', what: 'The page at a channel or a message.' },
  'GET /settings': { rule: 'anybody', what: 'The page, at what is decided for the workspace.' },
  'GET /invite/*': { rule: 'anybody', what: 'The page at an invitation.' },
  'GET /owner/*': { rule: 'anybody', what: 'Asks whether one wants to become an owner.' },
  'POST /owner/*': { rule: 'signed-in', what: 'Becomes an owner by a link of the operator.' },
  'GET /assets/*': { rule: 'anybody', what: 'What the page is made of.' },
  'POST /files': { rule: 'member', what: 'Begins an upload for a channel.' },
  'PATCH /files/*': { rule: 'signed-in', what: "Goes on with one's own upload." },
  'DELETE /files/*': { rule: 'signed-in', what: "Throws one's own upload away." },
  'GET /files/*': { rule: 'reader', what: 'A file, a small copy of it, or what an own upload is.' },
  'GET /worker.js': { rule: 'anybody', what: 'The service worker that keeps the page in the browser.' },
} as const satisfies Record<string, Callable>

export type HttpRoute = keyof typeof httpRules

export type Entry = Callable & { door: 'http' | 'socket'; name: string; schema: v.GenericSchema | null }

/** The whole list, as `flack routes` prints it. */
export const registry = (): readonly Entry[] => [
  ...Object.entries(httpRules).map(([name, rule]) => ({ door: 'http' as const, name, ...rule, schema: null })),
  ...socketEntries(commandEntries, commands),
  ...socketEntries(questionEntries, queries),
  ...socketEntries(signalRules, signals),
]

const socketEntries = <N extends string>(
  rules: Readonly<Record<N, Callable>>,
  schemas: Readonly<Record<N, { said: v.GenericSchema }>>,
): Entry[] =>
  (Object.keys(rules) as N[]).map(name => {
    const { rule, what } = rules[name]
    return { door: 'socket', name, rule, what, schema: schemas[name].said }
  })
