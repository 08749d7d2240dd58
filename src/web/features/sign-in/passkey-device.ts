import { startAuthentication, startRegistration, WebAuthnError } from '@simplewebauthn/browser'
import { PasskeyAsked, SignedIn } from '#protocol/sign-in.ts'
import { say } from '../../words/say.ts'
import { changeCredentials, Done, isRefused, trySignIn } from './ask.ts'
import { deviceName } from './device-name.ts'
import { Told } from './sending.ts'

/** What passes between this page, the device's own keys, and the server. */

/** Makes a passkey on this device, or on a phone or key that the browser finds. */
export const makePasskey = async () => {
  const asked = await changeCredentials({ do: 'passkey.begin' }, PasskeyAsked)
  if (isRefused(asked)) return asked
  const answer = await answered(() => startRegistration({ optionsJSON: asked.options as never }))
  const label = deviceName(navigator.userAgent)
  return changeCredentials({ do: 'passkey.add', secret: asked.secret, answer, label }, Done)
}

/** Comes in by a passkey for this address, whichever the person chooses. */
export const usePasskey = async () => {
  const asked = await trySignIn({ by: 'passkey.ask' }, PasskeyAsked)
  if (isRefused(asked)) return asked
  const answer = await answered(() => startAuthentication({ optionsJSON: asked.options as never }))
  return trySignIn({ by: 'passkey', secret: asked.secret, answer }, SignedIn)
}

/** Whoever lets the browser's question go is told so; that is no fault. */
const answered = async <T extends { id: string }>(ask: () => Promise<T>): Promise<T & Record<string, unknown>> => {
  try {
    return { ...(await ask()) }
  } catch (error) {
    const isThere = error instanceof WebAuthnError && error.code === 'ERROR_AUTHENTICATOR_PREVIOUSLY_REGISTERED'
    throw new Told(isThere ? say`This device has a passkey for here already.` : say`No passkey was given.`)
  }
}
