import { exportJWK, generateKeyPair, SignJWT } from 'jose'

/** What a provider says of who comes, and what it gets wrong. */
export type Said = { sub: string; name?: string; nonce?: string; iss?: string; aud?: string }

export type Peer = {
  issuer: string
  /** What it says of the next ones who come. */
  says: Said
  /** As a browser that follows it there: the address to which it sends somebody back. */
  visit(location: string): URL
  stop(): Promise<void>
}

/** An identity provider that can be made to say anything: real ones refuse to. */
export const startPeer = async (): Promise<Peer> => {
  const { privateKey, publicKey } = await generateKeyPair('RS256', { extractable: true })
  const key = { ...(await exportJWK(publicKey)), kid: 'one', alg: 'RS256', use: 'sig' }
  /** By code: the nonce and the challenge that came with it. */
  const codes = new Map<string, { nonce: string; challenge: string }>()
  const peer = { says: { sub: 'somebody' } as Said }
  const tokens = async (form: URLSearchParams): Promise<Response> => {
    const given = codes.get(form.get('code') ?? '')
    const hashed = new Bun.CryptoHasher('sha256').update(form.get('code_verifier') ?? '').digest('base64url')
    if (given === undefined || hashed !== given.challenge)
      return Response.json({ error: 'invalid_grant' }, { status: 400 })
    codes.delete(form.get('code') ?? '')
    const { sub, name, nonce = given.nonce, iss = issuer, aud = 'flack' } = peer.says
    const claims = new SignJWT({ nonce, ...(name !== undefined && { name }) })
      .setProtectedHeader({ alg: 'RS256', kid: 'one' })
      .setSubject(sub)
      .setIssuer(iss)
      .setAudience(aud)
      .setIssuedAt()
      .setExpirationTime('5m')
    return Response.json({ access_token: 'a', token_type: 'Bearer', id_token: await claims.sign(privateKey) })
  }
  const server = Bun.serve({
    port: 0,
    hostname: '127.0.0.1',
    fetch: async (request): Promise<Response> => {
      const { pathname } = new URL(request.url)
      if (pathname === '/.well-known/openid-configuration')
        return Response.json({
          ...{ issuer, authorization_endpoint: `${issuer}/auth`, token_endpoint: `${issuer}/token` },
          ...{ jwks_uri: `${issuer}/jwks`, response_types_supported: ['code'], subject_types_supported: ['public'] },
          authorization_response_iss_parameter_supported: true,
          id_token_signing_alg_values_supported: ['RS256'],
        })
      if (pathname === '/jwks') return Response.json({ keys: [key] })
      if (pathname === '/token') return tokens(new URLSearchParams(await request.text()))
      return new Response(null, { status: 404 })
    },
  })
  const issuer: string = `http://127.0.0.1:${server.port}`
  return Object.assign(peer, {
    issuer,
    visit: (location: string) => {
      const asked = new URL(location).searchParams
      const code = crypto.randomUUID()
      codes.set(code, { nonce: asked.get('nonce') ?? '', challenge: asked.get('code_challenge') ?? '' })
      const back = new URL(asked.get('redirect_uri') ?? '')
      back.search = new URLSearchParams({ code, state: asked.get('state') ?? '', iss: issuer }).toString()
      return back
    },
    stop: () => server.stop(true),
  })
}
