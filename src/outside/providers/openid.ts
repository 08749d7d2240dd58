import type { Configuration } from 'openid-client'
import type { ProviderSetting, Providers } from './providers.ts'

/** 4 MB, for who has providers. */
const library = () => import('openid-client')

/** How long a provider may take, seconds. */
const PATIENCE = 10

/**
 * By `openid-client`: code flow with PKCE, state and nonce; the issuer is that of the settings, in the answer and in the
 * token, so that no provider can pass off what another one said (mix-up).
 */
export const openidProviders = (settings: readonly ProviderSetting[]): Providers => {
  const known = new Map<string, Configuration>()
  const discovered = async ({ id, issuer, clientId, clientSecret }: ProviderSetting): Promise<Configuration> => {
    const before = known.get(id)
    if (before) return before
    const { discovery, allowInsecureRequests } = await library()
    const address = new URL(issuer)
    const isHere = address.protocol === 'http:'
    const found = await discovery(address, clientId, clientSecret, undefined, {
      timeout: PATIENCE,
      // Settings allow plain http for this machine alone.
      ...(isHere && { execute: [allowInsecureRequests] }),
    })
    known.set(id, found)
    return found
  }
  const settingOf = (id: string) => settings.find(each => each.id === id)
  return {
    list: settings.map(({ id, name }) => ({ id, name })),
    begin: async (id, { redirect, state }) => {
      const setting = settingOf(id)
      const found = setting && (await discovered(setting).catch(() => null))
      if (!found) return null
      const { buildAuthorizationUrl, calculatePKCECodeChallenge, randomNonce, randomPKCECodeVerifier } = await library()
      const [verifier, nonce] = [randomPKCECodeVerifier(), randomNonce()]
      const location = buildAuthorizationUrl(found, {
        ...{ redirect_uri: redirect, scope: 'openid profile', state, nonce },
        code_challenge: await calculatePKCECodeChallenge(verifier),
        code_challenge_method: 'S256',
      })
      return { location: location.href, kept: JSON.stringify({ verifier, nonce }) }
    },
    end: async (id, { url, state, kept }) => {
      const setting = settingOf(id)
      if (setting === undefined) return null
      const { verifier, nonce } = JSON.parse(kept) as { verifier: string; nonce: string }
      try {
        const { authorizationCodeGrant } = await library()
        const tokens = await authorizationCodeGrant(await discovered(setting), new URL(url), {
          ...{ pkceCodeVerifier: verifier, expectedNonce: nonce, expectedState: state, idTokenExpected: true },
        })
        const claims = tokens.claims()
        if (claims === undefined) return null
        const name = [claims.name, claims.preferred_username, claims.nickname].find(each => typeof each === 'string')
        return { issuer: claims.iss, subject: claims.sub, name: String(name ?? '') }
      } catch {
        // Whatever was wrong with it: who came knows no more than that it did not work, and secrets stay out of logs.
        return null
      }
    },
  }
}
