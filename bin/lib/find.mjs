import { execFileSync, spawnSync } from 'node:child_process'
import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { isProgram } from './project.mjs'

/** Path of a Chromium or Chrome, or undefined. */
export const findChromium = () =>
  firstProgram(['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'], chromeFolders)

/** Folder that holds `initdb` and `postgres`, or undefined. */
export const findPostgres = () => {
  // Debian keeps the server's programs off the PATH, one folder per major version; the newest is taken.
  const versions = ['/usr/lib/postgresql', '/opt/homebrew/opt', '/usr/local/opt', '/usr/local/pgsql']
    .filter(existsSync)
    .flatMap(folder => readdirSync(folder).map(name => join(folder, name, 'bin')))
    .sort((a, b) => b.localeCompare(a, 'en', { numeric: true }))
  return [...path(), ...versions, '/usr/local/pgsql/bin'].find(
    folder => isProgram(join(folder, 'initdb')) && isProgram(join(folder, 'postgres')),
  )
}

/** Path of `nats-server`, or undefined. */
export const findNats = () => firstProgram(['nats-server'])

/** Path of `nginx`, or undefined. */
export const findNginx = () => firstProgram(['nginx'])

/** Path of `caddy`, or undefined. */
export const findCaddy = () => firstProgram(['caddy'])

/** Path of `openssl`, or undefined. */
export const findOpenssl = () => firstProgram(['openssl'])

/** Path of `haproxy`, or undefined. */
export const findHaproxy = () => firstProgram(['haproxy'])

/** Path of a Python 3 that has a module, or undefined. */
export const pythonWith = module =>
  programs(['python3'], commonFolders).find(
    python => spawnSync(python, ['-c', `import ${module}`], { stdio: 'ignore' }).status === 0,
  )

/**
 * What the tests need besides npm packages, how it is found, and what provides it on Debian.
 * `find` answers a path (of a program, or of a folder of programs), or undefined.
 */
const needs = [
  { name: 'Chromium', debian: 'chromium', find: findChromium },
  { name: 'PostgreSQL server programs', debian: 'postgresql', find: findPostgres },
  { name: 'nats-server', debian: 'nats-server', find: findNats },
  { name: 'nginx', debian: 'nginx', find: findNginx },
  { name: 'Caddy', debian: 'caddy', find: findCaddy },
  { name: 'openssl', debian: 'openssl', find: findOpenssl },
  { name: 'a font with coloured emoji', debian: 'fonts-noto-color-emoji', find: () => fontWith('1f600:color=true') },
  { name: 'a font with Chinese, Japanese and Korean', debian: 'fonts-noto-cjk', find: () => fontWith('4e2d ac00') },
  { name: 'a font with Arabic and Hebrew', debian: 'fonts-dejavu-core', find: () => fontWith('627 5d0') },
  { name: 'strace', debian: 'strace', find: () => firstProgram(['strace']) },
  { name: 'fiu-run', debian: 'fiu-utils', find: () => firstProgram(['fiu-run']) },
  { name: 'nft', debian: 'nftables', find: () => firstProgram(['nft']) },
  { name: 'HAProxy', debian: 'haproxy', find: findHaproxy },
  { name: "Python's websockets", debian: 'python3-websockets', find: () => pythonWith('websockets') },
  { name: "Python's wsproto", debian: 'python3-wsproto', find: () => pythonWith('wsproto') },
]

/** @returns {typeof needs} those that are not on this machine */
export const missingNeeds = () => needs.filter(({ find }) => find() === undefined)

const commonFolders = ['/usr/bin', '/usr/sbin', '/usr/local/bin', '/opt/homebrew/bin', '/snap/bin']
const chromeFolders = [
  ...commonFolders,
  '/Applications/Chromium.app/Contents/MacOS',
  '/Applications/Google Chrome.app/Contents/MacOS',
]

const path = () => (process.env.PATH ?? '').split(':').filter(folder => folder !== '')

const programs = (names, folders) =>
  [...new Set([...path(), ...folders])].flatMap(folder => names.map(name => join(folder, name))).filter(isProgram)

const firstProgram = (names, folders = commonFolders) => programs(names, folders)[0]

const fontWith = characters => {
  try {
    const font = execFileSync('fc-list', [`:charset=${characters}`, 'file'], { encoding: 'utf8', stdio: 'pipe' })
    return font.split(':')[0] || undefined
  } catch {
    return undefined
  }
}
