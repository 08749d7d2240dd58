import { readFileSync } from 'node:fs'
import { adapted, type Place, type RunningProxy, runCaddy, runNginx } from '../operate/proxies.ts'

/** Starts a proxy at a place, before nodes on these two ports, as docs/scaling.md says. */
export type StartBalancer = (place: Place, ports: readonly [number, number]) => Promise<RunningProxy>

/** Without TLS, which `operate/proxy.test.ts` looks at. */
export const plainly = (place: Place): Place => ({ ...place, url: `http://127.0.0.1:${place.http}` })

/** nginx with `deploy/nginx.conf` and the upstream of docs/scaling.md. */
export const nginxOfNodes: StartBalancer = (place, ports) => {
  const site = adapted('nginx.conf', [
    ['listen 80;', `listen 127.0.0.1:${place.https};`],
    ['listen 443 ssl http2;', `listen 127.0.0.1:${place.http};`],
    ['ssl_certificate     /etc/letsencrypt/live/chat.example.com/fullchain.pem;', ''],
    ['ssl_certificate_key /etc/letsencrypt/live/chat.example.com/privkey.pem;', ''],
    ['chat.example.com', '127.0.0.1'],
  ])
  return runNginx(place, withNodes(site, /^upstream flack \{[^}]*\}$/m, documented('nginx', ports)))
}

/** Caddy with `deploy/Caddyfile` and the `reverse_proxy` of docs/scaling.md. */
export const caddyOfNodes: StartBalancer = (place, ports) => {
  const site = adapted('Caddyfile', [['chat.example.com {', `http://127.0.0.1:${place.http} {\n\tbind 127.0.0.1`]])
  return runCaddy(place, withNodes(site, /^\treverse_proxy .*$/m, documented('caddy', ports)))
}

const withNodes = (site: string, place: RegExp, nodes: string): string => {
  if (!place.test(site)) throw new Error(`The file in deploy/ has no ${place}.`)
  return site.replace(place, () => nodes)
}

/** The lines that docs/scaling.md gives for a proxy, with our nodes instead of those of the example. */
const documented = (proxy: string, [one, two]: readonly [number, number]): string => {
  const page = readFileSync(`${import.meta.dir}/../../docs/scaling.md`, 'utf8')
  const lines = page.match(RegExp(`^\`\`\`${proxy}\\n([^\`]*)\`\`\`$`, 'm'))?.[1] ?? ''
  const ours = lines.replace('10.0.0.11:3000', `127.0.0.1:${one}`).replace('10.0.0.12:3000', `127.0.0.1:${two}`)
  if (ours === lines || ours.includes('10.0.0'))
    throw new Error(`docs/scaling.md does not name two nodes for ${proxy}.`)
  return ours
}
