import { describe, expect, test } from 'bun:test'
import { missing } from '../support/missing.ts'
import { startServer } from '../support/server.ts'
import { placeForProxy, startCaddy, startNginx } from './proxies.ts'
import { proxyContract } from './proxy.contract.ts'

const proxies = [
  { name: 'nginx', lacks: missing.nginx, start: startNginx },
  { name: 'Caddy', lacks: missing.caddy, start: startCaddy },
]

for (const { name, lacks, start } of proxies) {
  describe.skipIf(lacks !== '')(`behind ${name} as deploy/ sets it up${lacks}`, () => proxyContract(start))
}

test.skipIf(missing.nginx !== '')(
  `X-Forwarded-Proto counts only where the proxy is trusted${missing.nginx}`,
  async () => {
    const place = await placeForProxy()
    const server = await startServer()
    const proxy = await startNginx(place, server.port)
    const body = JSON.stringify({ name: 'Ada' })
    const answer = await fetch(`${proxy.url}/auth/guest`, { method: 'POST', body, tls: proxy.tls })
    expect(answer.headers.getSetCookie()[0]).toStartWith('flack=')
    const plain = await fetch(`http://127.0.0.1:${place.http}/c/general`, {
      redirect: 'manual',
      headers: { host: 'localhost' },
    })
    expect([plain.status, plain.headers.get('location')]).toEqual([301, 'https://localhost/c/general'])
    await proxy.stop()
    await server.stop()
  },
)
