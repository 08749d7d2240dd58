import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { missingNeeds } from './find.mjs'
import { run, say } from './project.mjs'

const policy = '/usr/sbin/policy-rc.d'
const keptPolicy = `${policy}.kept-by-flack`
const clusters = '/etc/postgresql-common/createcluster.d'

/**
 * Installs what the tests need: on Debian as root with apt, starting no daemon and creating no database cluster.
 * @param {{full?: boolean}} length what `missingNeeds` takes
 * @returns {Promise<string[]>} one sentence for each thing that is still missing
 */
export const installNeeds = async (length = {}) => {
  const missing = missingNeeds(length)
  if (missing.length > 0 && canInstall()) await install([...new Set(missing.map(({ debian }) => debian))])
  return missingNeeds(length).map(
    ({ name, debian }) =>
      `Missing: ${name}. On Debian: \`apt-get install ${debian}\`; elsewhere by your package manager.`,
  )
}

/** True where a missing need is a failure, and not merely a reason to skip. */
export const canInstall = () =>
  process.getuid?.() === 0 && existsSync('/etc/debian_version') && existsSync('/usr/bin/apt-get')

const install = async packages => {
  say(`Installing ${packages.join(', ')} …`)
  const restore = keepDaemonsOff()
  try {
    const first = await apt('install', '--no-install-recommends', ...packages)
    // A machine that never asked for the lists, or long ago, finds no package at first.
    if (first.code === 0) return
    const update = await apt('update')
    const second = await apt('install', '--no-install-recommends', ...packages)
    if (second.code !== 0) say(`${update.output}${second.output}apt-get could not install ${packages.join(', ')}.`)
  } finally {
    restore()
  }
}

const apt = (...args) =>
  run('apt-get', ['-y', '-qq', '-o', 'DPkg::Lock::Timeout=300', ...args], {
    quiet: true,
    env: { DEBIAN_FRONTEND: 'noninteractive', RUNLEVEL: '1', LC_ALL: 'C.UTF-8' },
  })

/** Debian starts what it installs, unless this policy forbids it. Whatever stood there before comes back afterwards. */
const keepDaemonsOff = () => {
  const removeCluster = withoutMainCluster()
  if (spawnSync(policy, ['any', 'start']).status === 101) return removeCluster
  if (existsSync(policy)) renameSync(policy, keptPolicy)
  writeFileSync(policy, '#!/bin/sh\nexit 101\n', { mode: 0o755 })
  return () => {
    removeCluster()
    if (existsSync(keptPolicy)) renameSync(keptPolicy, policy)
    else rmSync(policy)
  }
}

const withoutMainCluster = () => {
  const file = `${clusters}/flack-tests.conf`
  mkdirSync(clusters, { recursive: true })
  writeFileSync(file, 'create_main_cluster = false\n')
  return () => rmSync(file, { force: true })
}
