import {
  findCaddy,
  findChromium,
  findFirefox,
  findHaproxy,
  findNats,
  findNginx,
  findOpenssl,
  findPostgres,
  findWebKit,
} from '../../bin/lib/find.mjs'

/**
 * Why tests of a kind cannot run here; '' where they can. To be used so that the reason can be read in the report:
 * `describe.skipIf(missing.postgres !== '')(\`the store${missing.postgres}\`, …)`.
 */
export const missing = {
  postgres: why(findPostgres(), 'PostgreSQL server programs'),
  nats: why(findNats(), 'nats-server'),
  chromium: why(findChromium(), 'Chromium'),
  firefox: why(findFirefox(), 'Firefox'),
  webkit: why(findWebKit()?.driver, 'WebKitGTK with its driver and Xvfb'),
  nginx: why(findOpenssl() && findNginx(), 'nginx and openssl'),
  caddy: why(findOpenssl() && findCaddy(), 'Caddy and openssl'),
  haproxy: why(findOpenssl() && findHaproxy(), 'HAProxy and openssl'),
}

function why(found: string | undefined, what: string): string {
  return found === undefined ? ` (skipped: no ${what} on this machine, see bin/setup)` : ''
}
