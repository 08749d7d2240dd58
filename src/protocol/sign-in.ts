import * as v from 'valibot'
import { UserId } from './ids.ts'

/** What `/auth/…` is told and answers, for who is here already. */

const Secret = v.pipe(v.string(), v.regex(/^flk_[\w-]{43}$/))

/** Longer ones are not looked at: a hash would be made of megabytes (S-03). */
const Password = v.pipe(v.string(), v.maxLength(512))
const Name = v.pipe(v.string(), v.maxLength(320))

const Code = v.pipe(v.string(), v.maxLength(40))
const Provider = v.pipe(v.string(), v.regex(/^[a-z\d-]{1,40}$/))
const Address = v.pipe(v.string(), v.maxLength(254))
/** As browsers give it: it is looked at by what verifies it. */
const PasskeyAnswer = v.looseObject({ id: v.pipe(v.string(), v.regex(/^[\w-]{1,1400}$/)) })

/** `POST /auth/sign-in`: by which way somebody comes in, and what they show. */
export const SignIn = v.variant('by', [
  /** A link that was opened: of another device, which is asked then, or of an admin. */
  v.object({ by: v.literal('link'), secret: Secret }),
  /** Whether the other device has said yes by now. */
  v.object({ by: v.literal('waiting'), secret: Secret }),
  /** What a device is asked that has a passkey. */
  v.object({ by: v.literal('passkey.ask') }),
  v.object({ by: v.literal('passkey'), secret: Secret, answer: PasskeyAnswer }),
  /** Answers `{location}`: where the browser is to go. */
  v.object({ by: v.literal('provider'), provider: Provider }),
  /** A letter with a link to an address that somebody here has confirmed; the answer tells nothing. */
  v.object({ by: v.literal('letter'), address: Address }),
  /** The second step: `secret` is that of `second`, `code` of one's app or a recovery code. */
  v.object({ by: v.literal('code'), secret: Secret, code: Code }),
  /** `name`: a display name, or a handle. */
  v.object({ by: v.literal('password'), name: Name, password: Password }),
])
export type SignIn = v.InferOutput<typeof SignIn>

const Label = v.pipe(v.string(), v.maxLength(100), v.regex(/^[^\p{Cc}\p{Cs}]*$/u))

const CredentialKind = v.picklist(['password', 'passkey', 'totp', 'recovery', 'oidc', 'email'])

/** `POST /auth/credentials`: what somebody who is signed in does about how they sign in. */
export const Credentials = v.variant('do', [
  /** A link for another device of one's own. */
  v.object({ do: v.literal('link.make') }),
  /** Which device has opened it. */
  v.object({ do: v.literal('link.state'), secret: Secret }),
  v.object({ do: v.literal('link.answer'), secret: Secret, letIn: v.boolean() }),
  /** `current`: where there is a password. All other sessions end. */
  v.object({ do: v.literal('password.set'), password: Password, current: v.optional(Password) }),
  /** What a device is asked that is to have a passkey. */
  v.object({ do: v.literal('passkey.begin') }),
  v.object({ do: v.literal('passkey.add'), secret: Secret, answer: PasskeyAnswer, label: Label }),
  /** A key for an app that shows one-time codes; it counts once a code has come back. */
  v.object({ do: v.literal('codes.begin') }),
  v.object({ do: v.literal('codes.confirm'), secret: Secret, code: Code }),
  v.object({ do: v.literal('codes.remove'), code: Code }),
  /** Adds an account at a provider as a way in. Answers `{location}`. */
  v.object({ do: v.literal('provider.begin'), provider: Provider }),
  /** A letter to an address of one's own, and what its link brings back. */
  v.object({ do: v.literal('email.add'), address: Address }),
  v.object({ do: v.literal('email.confirm'), secret: Secret }),
  /** What one can sign in with. */
  v.object({ do: v.literal('list') }),
  v.object({
    do: v.literal('remove'),
    kind: v.picklist(['password', 'passkey', 'oidc', 'email']),
    subject: v.pipe(v.string(), v.maxLength(1400)),
  }),
  /** A link for somebody who lost all that they sign in with, made by an admin. */
  v.object({ do: v.literal('link.hand'), user: UserId }),
])
export type Credentials = v.InferOutput<typeof Credentials>

/** What answers a good `SignIn`, besides a refusal. */
export const SignedIn = v.union([
  v.object({ user: v.object({ id: UserId, name: v.string() }), token: v.string() }),
  /** The other device is asked; `waiting` is what to ask again with. */
  v.object({ waiting: Secret, name: v.string() }),
  /** The second factor is to be shown, with this. */
  v.object({ second: Secret }),
])
export type SignedIn = v.InferOutput<typeof SignedIn>

/** What one can show, without what is secret of it. Recovery codes are told by their number alone. */
export const CredentialList = v.object({
  credentials: v.array(
    v.object({
      kind: CredentialKind,
      subject: v.string(),
      label: v.string(),
      created: v.number(),
      used: v.nullable(v.number()),
    }),
  ),
  recovery: v.number(),
})

export const LinkMade = v.object({ secret: Secret, until: v.number() })

/** `asks`: the device, as its browser calls itself, and the network it comes from. */
export const LinkState = v.object({
  state: v.picklist(['open', 'asking', 'over']),
  asks: v.optional(v.object({ device: v.string(), network: v.string() })),
})

/** What a device is asked, as browsers take it. */
export const PasskeyAsked = v.object({ secret: Secret, options: v.record(v.string(), v.unknown()) })

export const CodesBegun = v.object({ secret: Secret, key: v.string(), uri: v.string() })

/** Shown once. */
export const CodesConfirmed = v.object({ recovery: v.array(v.string()) })

/** `GET /auth/ways`. */
export const Ways = v.object({ mail: v.boolean(), providers: v.array(v.object({ id: v.string(), name: v.string() })) })

/** What answers who chose a provider: where to go. */
export const SentAway = v.object({ location: v.string() })
