import type * as v from 'valibot'
import type { Providers } from '#outside/providers/providers.ts'
import type { Refusal } from '#protocol/refusals.ts'
import type { CredentialList, Credentials as Said, SignIn } from '#protocol/sign-in.ts'
import type { Account } from '../accounts.ts'
import { rateLimited } from '../refused.ts'
import { beginCodes, byCode, confirmCodes, removeCodes } from './codes.ts'
import type { Came, Ground, Visitor } from './doorway.ts'
import { addAddress, confirmAddress, sendLink } from './email.ts'
import { answerLink, awaitLink, handLink, linkState, makeLink, openLink, restoreLink } from './links.ts'
import { addPasskey, askPasskey, beginPasskey, byPasskey } from './passkey.ts'
import { byPassword, setPassword } from './password.ts'
import { backFromProvider, goToProvider } from './provider.ts'

/** How people show that it is them: by which they come in, and what they do about it once they are. */
export type Credentials = {
  /** Who is here already comes in. */
  signIn(said: Exclude<SignIn, { by: 'provider' }>, visitor: Visitor): Promise<Came | object>
  /** What somebody signed in does about how they sign in. */
  change(
    account: Account,
    said: Exclude<Said, { do: 'provider.begin' }>,
    visitor: Visitor,
  ): Promise<object | { refused: Refusal }>
  /** By which providers somebody can come in. */
  readonly providers: Providers['list']
  /** Whether letters can be sent. */
  readonly mail: boolean
  /** Sends somebody to a provider; `account`: they are signed in, and add it. */
  leave(visitor: Visitor, provider: string, account: Account | null): ReturnType<typeof goToProvider>
  /** Somebody comes back from a provider. */
  comeBack(visitor: Visitor, back: Parameters<typeof backFromProvider>[2]): ReturnType<typeof backFromProvider>
  /** A link that signs in who has this display name or handle, once. For whoever has the machine. */
  restore(named: string): Promise<{ secret: string; name: string } | { refused: Refusal }>
}

export const createCredentials = (ground: Ground): Credentials => ({
  signIn: async (said, visitor) => {
    const wait = ground.limited && said.by !== 'waiting' ? ground.attempts.fromNetwork(visitor.network) : 0
    if (wait > 0) return { refused: rateLimited(wait) }
    switch (said.by) {
      case 'link':
        return openLink(ground, visitor, said.secret)
      case 'waiting':
        return awaitLink(ground, visitor, said.secret)
      case 'password':
        return byPassword(ground, visitor, said)
      case 'passkey.ask':
        return askPasskey(ground, visitor)
      case 'passkey':
        return byPasskey(ground, visitor, said)
      case 'letter':
        return sendLink(ground, visitor, said.address)
      case 'code':
        return byCode(ground, visitor, said)
    }
  },
  change: async (account, said, visitor) => {
    switch (said.do) {
      case 'link.make':
        return makeLink(ground, account)
      case 'link.state':
        return linkState(ground, account, said.secret)
      case 'link.answer':
        return answerLink(ground, account, said.secret, said.letIn)
      case 'password.set':
        return setPassword(ground, account, said)
      case 'passkey.begin':
        return beginPasskey(ground, account, visitor)
      case 'passkey.add':
        return addPasskey(ground, account, visitor, said)
      case 'codes.begin':
        return beginCodes(ground, account)
      case 'codes.confirm':
        return confirmCodes(ground, account, said)
      case 'codes.remove':
        return removeCodes(ground, account, said.code)
      case 'email.add':
        return addAddress(ground, account, visitor, said.address)
      case 'email.confirm':
        return confirmAddress(ground, account, said.secret)
      case 'list':
        return listed(ground, account)
      case 'remove':
        return ground
          .commit(account.user, { do: 'credential.remove', kind: said.kind, subject: said.subject })
          .then(refusedOr)
      case 'link.hand':
        return handLink(ground, account, said.user)
    }
  },
  providers: ground.providers.list,
  mail: ground.mail.isOn,
  leave: (visitor, provider, account) => goToProvider(ground, visitor, provider, account?.user),
  comeBack: (visitor, back) => backFromProvider(ground, visitor, back),
  restore: named => restoreLink(ground, named),
})

/** More than anybody has. */
const MOST_TOLD = 200

/** What somebody can show, without what is secret of it. */
const listed = async ({ store }: Ground, { user }: Account): Promise<v.InferOutput<typeof CredentialList>> => {
  const all = await store.list('credentialsOf', [user], MOST_TOLD)
  const told = all.filter(({ kind }) => kind !== 'recovery')
  return {
    credentials: told.map(({ kind, subject, label, created, used }) => ({ kind, subject, label, created, used })),
    recovery: all.length - told.length,
  }
}

const refusedOr = (outcome: { ok: object } | { refused: Refusal }) => ('refused' in outcome ? outcome : {})
