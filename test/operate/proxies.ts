import { readFileSync, writeFileSync } from 'node:fs'
import { findCaddy, findHaproxy, findNginx, findOpenssl } from '../../bin/lib/find.mjs'
import { temporaryFolder } from '../support/leftovers.ts'
import { freePort } from '../support/ports.ts'
import { startProgram } from '../support/program.ts'
import { until } from '../support/wait.ts'

/** A proxy of our own in front of a Flack, set up as the files in `deploy` say. */
export type RunningProxy = { url: string; tls: { ca: string }; stop(): Promise<void> }

/** Where a proxy is going to listen: Flack must know its address before it can start. */
export type Place = { url: string; https: number; http: number; folder: string; tls: { ca: string } }

/** Starts a proxy at a place, before a Flack on this port. */
export type StartProxy = (place: Place, upstream: number) => Promise<RunningProxy>

/** Ports, a folder and a certificate for `localhost`. */
export const placeForProxy = async (): Promise<Place> => {
  const folder = temporaryFolder('proxy', { open: true })
  const subject = ['-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost']
  const key = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-keyout', `${folder}/privkey.pem`]
  const made = startProgram(
    [program(findOpenssl()), 'req', '-x509', '-days', '2', ...key, ...subject, '-out', `${folder}/fullchain.pem`],
    { env: process.env },
  )
  if ((await made.exited) !== 0) throw new Error(`No certificate: ${made.stderr()}`)
  const https = await freePort()
  const ca = readFileSync(`${folder}/fullchain.pem`, 'utf8')
  return { url: `https://localhost:${https}`, https, http: await freePort(), folder, tls: { ca } }
}

/** nginx with `deploy/nginx.conf`. */
export const startNginx: StartProxy = async (place, upstream) => {
  const { folder, https, http } = place
  const site = adapted('nginx.conf', [
    ['listen 80;', `listen 127.0.0.1:${http};`],
    ['listen 443 ssl http2;', `listen 127.0.0.1:${https} ssl http2;`],
    ['/etc/letsencrypt/live/chat.example.com', folder],
    ['chat.example.com', 'localhost'],
    ['127.0.0.1:3000', `127.0.0.1:${upstream}`],
  ])
  return runNginx(place, site)
}

/** nginx with the inside of an `http` block. */
export const runNginx = async (place: Place, site: string): Promise<RunningProxy> => {
  const { folder } = place
  const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi']
    .map(name => `${name}_temp_path ${folder}/${name};`)
    .join(' ')
  writeFileSync(
    `${folder}/nginx.conf`,
    `daemon off; master_process off; pid ${folder}/pid; events {} http { access_log off; ${temporary}\n${site} }`,
  )
  const nginx = ['-p', folder, '-e', `${folder}/error.log`, '-c', `${folder}/nginx.conf`]
  return running(place, [program(findNginx()), ...nginx])
}

/** HAProxy with what follows its `defaults`. */
export const runHaproxy = async (place: Place, site: string): Promise<RunningProxy> => {
  const file = `${place.folder}/haproxy.cfg`
  const patience = 'timeout connect 5s\n timeout client 30s\n timeout server 30s'
  writeFileSync(file, `defaults\n mode http\n ${patience}\n${site}\n`)
  return running(place, [program(findHaproxy()), '-db', '-f', file])
}

/** Caddy with `deploy/Caddyfile`; the certificate is ours, since nobody would sign one for localhost. */
export const startCaddy: StartProxy = async (place, upstream) => {
  const { folder, https } = place
  const site = adapted('Caddyfile', [
    [
      'chat.example.com {',
      `https://localhost:${https} {\n\tbind 127.0.0.1\n\ttls ${folder}/fullchain.pem ${folder}/privkey.pem`,
    ],
    ['127.0.0.1:3000', `127.0.0.1:${upstream}`],
  ])
  return runCaddy(place, site)
}

/** Caddy with these sites. */
export const runCaddy = async (place: Place, sites: string): Promise<RunningProxy> => {
  const file = `${place.folder}/Caddyfile`
  writeFileSync(file, `{\n\tadmin off\n\tauto_https disable_redirects\n}\n${sites}`)
  return running(place, [program(findCaddy()), 'run', '--adapter', 'caddyfile', '--config', file])
}

const running = async ({ url, tls, folder }: Place, command: string[]): Promise<RunningProxy> => {
  const proxy = startProgram(command, {
    env: { ...process.env, HOME: folder, XDG_CONFIG_HOME: folder, XDG_DATA_HOME: folder },
    cwd: folder,
  })
  let ended = false
  void proxy.exited.then(() => {
    ended = true
  })
  const answers = () => {
    if (ended) throw new Error(`${command[0]} ended: ${proxy.stderr()}`)
    return fetch(`${url}/healthz`, { tls }).then(Boolean, () => false)
  }
  await until(answers, { what: `an answer of ${command[0]}` })
  const stop = async () => {
    proxy.kill('SIGTERM')
    await proxy.exited
  }
  return { url, tls, stop }
}

/** A file of `deploy` with what an administrator would change, and nothing else. Each text must be there. */
export const adapted = (file: string, changes: readonly (readonly [find: string, replace: string])[]): string =>
  changes.reduce(
    (text, [find, replace]) => {
      const code = text.replace(/^\s*#.*$/gm, '')
      if (!code.includes(find)) throw new Error(`deploy/${file} does not say: ${find}`)
      return code.replaceAll(find, replace)
    },
    readFileSync(`${import.meta.dir}/../../deploy/${file}`, 'utf8'),
  )

const program = (found: string | undefined): string => {
  if (found === undefined) throw new Error('The program is not on this machine.')
  return found
}
