import { spawn, spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { giveUp, root, say } from './project.mjs'

/**
 * `bin/check --bare`: rehearses `npm start` and `npm test` on a machine that has only Node.js and npm.
 *
 * The machine is a throw-away copy of this one: an overlay over the root file system, in a mount namespace of its own.
 * In it browser, databases, proxies, tracers and fonts are purged with apt, whatever named like them is removed from the
 * PATH, and the committed HEAD is cloned without node_modules. So what runs then must be found or installed by the two
 * commands themselves, and this machine stays as it is. Needs Linux, root, overlayfs
 * and a gigabyte or two of memory.
 */
const databases = ['nats-server', 'initdb', 'postgres', 'pg_ctl', 'psql']
const hidden = ['bun', 'bunx', 'chromium', ...databases, 'nginx', 'caddy', 'haproxy', 'strace', 'fiu-run']
const packages = [
  'chromium|chromium-.*|postgresql.*|nats-server|nginx.*|caddy|haproxy|strace|fiu-utils',
  'python3-(websockets|wsproto)|fonts-(noto|dejavu).*',
].join('|')

const inside = `
set -eu
mount -t overlay overlay -o "lowerdir=/,upperdir=$UPPER,workdir=$WORK" "$MACHINE"
for folder in proc sys dev; do mount --rbind "/$folder" "$MACHINE/$folder"; done
mount -t tmpfs tmpfs "$MACHINE/tmp"
git clone -q "$PROJECT" "$MACHINE/tmp/flack"
exec chroot "$MACHINE" /usr/bin/env -i PATH="$PATH" HOME=/root LANG=C.UTF-8 CI=true \\
  sh -c 'cd /tmp/flack && exec node "$0" --inside "$@"' /tmp/flack/bin/lib/bare.mjs "$@"
`

if (process.argv.includes('--inside')) await insideMachine()
else outside()

function outside() {
  if (process.platform !== 'linux' || process.getuid() !== 0) giveUp('The rehearsal needs root on Linux.')
  const folder = mkdtempSync(join(tmpdir(), 'flack-bare-'))
  try {
    // A disk in memory: an overlay cannot lie on another overlay, and the copy is to vanish in any case.
    must('mount', ['-t', 'tmpfs', 'tmpfs', folder])
    for (const name of ['upper', 'work', 'machine']) mkdirSync(join(folder, name))
    const env = {
      ...process.env,
      PROJECT: root,
      UPPER: `${folder}/upper`,
      WORK: `${folder}/work`,
      MACHINE: `${folder}/machine`,
    }
    const forwarded = process.argv.slice(2).filter(option => option !== '--bare')
    const { status } = spawnSync('unshare', ['--mount', 'sh', '-c', inside, 'sh', ...forwarded], {
      stdio: 'inherit',
      env,
    })
    process.exitCode = status ?? 1
  } finally {
    spawnSync('umount', ['--lazy', folder])
    rmSync(folder, { recursive: true })
  }
}

async function insideMachine() {
  strip()
  say('— npm start, on a fresh checkout')
  await rehearseStart()
  say('— npm start, again')
  await rehearseStart()
  say('— npm test')
  const tests = process.argv.slice(3)
  process.exit(spawnSync('npm', ['test', '--', ...tests], { stdio: ['ignore', 'inherit', 'inherit'] }).status ?? 1)
}

function strip() {
  const list = spawnSync('dpkg-query', ['--show'], { encoding: 'utf8' }).stdout
  const installed = list.split('\n').map(line => line.split(/[:\t]/)[0])
  const purged = installed.filter(name => new RegExp(`^(${packages})$`).test(name))
  say(`— purging ${purged.join(' ')}`)
  must('apt-get', ['purge', '-y', '-qq', ...purged])
  for (const folder of process.env.PATH.split(':'))
    for (const name of hidden) rmSync(join(folder, name), { force: true })
  for (const name of hidden) {
    if (spawnSync('sh', ['-c', `command -v ${name}`]).status === 0) giveUp(`${name} could not be hidden.`)
  }
}

/** From the command to the first answered request, and back to silence. */
async function rehearseStart() {
  const started = performance.now()
  const starter = spawn('npm', ['start', '--', '--port', '0'], { stdio: ['ignore', 'pipe', 'inherit'] })
  const ended = new Promise(resolve => starter.on('exit', resolve))
  const url = await new Promise((resolve, reject) => {
    let said = ''
    starter.stdout.on('data', chunk => {
      said += chunk
      const address = said.match(/Flack is ready: (http:\S+)/)?.[1]
      if (address !== undefined) resolve(address)
    })
    ended.then(() => reject(new Error(`npm start ended before it was ready: ${said}`)))
  })
  const ready = performance.now() - started
  await seed(url)
  starter.kill('SIGTERM')
  await ended
  await silence(url)
  say(`ready in ${(ready / 1000).toFixed(1)} s, seed answered, stopped`)
}

async function seed(url) {
  const page = await fetch(url)
  if (!page.ok || !(await page.text()).includes('<script')) giveUp(`The page was answered with ${page.status}.`)
  const headers = { 'content-type': 'application/json', origin: new URL(url).origin }
  const name = `Ada ${process.hrtime.bigint()}`
  const joined = await fetch(new URL('/auth/guest', url), { method: 'POST', headers, body: JSON.stringify({ name }) })
  const { user, token } = await joined.json()
  if (!joined.ok || user?.name !== name || typeof token !== 'string')
    giveUp(`Joining was answered with ${joined.status}.`)
}

/** The server may outlive npm by a moment, while it finishes what it does; it must not stay. */
async function silence(url) {
  for (let attempt = 0; attempt < 100; attempt += 1) {
    const answers = await fetch(new URL('/healthz', url)).then(
      () => true,
      () => false,
    )
    if (!answers) return
    await new Promise(resolve => setTimeout(resolve, 50))
  }
  giveUp('The server still answers 5 seconds after npm start was stopped.')
}

function must(command, args) {
  const { status, stderr } = spawnSync(command, args, {
    encoding: 'utf8',
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
  })
  if (status !== 0) giveUp(`${command} ${args.join(' ')} failed: ${stderr}`)
}
