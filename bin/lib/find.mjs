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

/** Path of Firefox, or undefined. */
export const findFirefox = () => firstProgram(['firefox-esr', 'firefox'])

/** What WebKitGTK is driven by and shown on: its driver, its small browser, and a screen that nobody sees; or undefined. */
export const findWebKit = () => {
  const [driver, screen] = [firstProgram(['WebKitWebDriver']), firstProgram(['Xvfb'])]
  // Debian keeps the browser beside the library, whose folder says its version and the kind of machine.
  const browser = ['/usr/lib', '/usr/libexec']
    .filter(existsSync)
    .flatMap(folder => [folder, ...readdirSync(folder).map(name => join(folder, name))])
    .flatMap(folder =>
      ['webkit2gtk-4.1', 'webkit2gtk-4.0', 'webkitgtk-6.0'].map(name => join(folder, name, 'MiniBrowser')),
    )
    .find(isProgram)
  return driver && screen && browser ? { driver, screen, browser } : undefined
}

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

/** What the long form needs beside them. */
const needsOfFull = [
  { name: 'Firefox', debian: 'firefox-esr', find: findFirefox },
  { name: 'WebKitGTK with its driver', debian: 'webkit2gtk-driver', find: () => firstProgram(['WebKitWebDriver']) },
  { name: 'Xvfb', debian: 'xvfb', find: () => firstProgram(['Xvfb']) },
]

/** @returns {typeof needs} those that are not on this machine; `full`: those of `npm test -- --full` too */
export const missingNeeds = ({ full = false } = {}) =>
  [...needs, ...(full ? needsOfFull : [])].filter(({ find }) => find() === undefined)

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
