import { spawnSync } from 'node:child_process'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { giveUp, root, say } from './project.mjs'
import { testsReaching } from './reach.mjs'

/**
 * The test files that reach what changed since a revision, uncommitted changes and new files included.
 * @param {string | undefined} revision by default where this branch left main; on main itself the last commit, or, where
 * something is uncommitted, only that
 * @returns {string[]} paths from the root
 */
export const changedTests = revision => {
  const since = revision ?? start()
  if (git('rev-parse', '--verify', '--quiet', `${since}^{commit}`) === undefined)
    giveUp(`There is no revision "${since}". Usage: npm test -- --changed [REV]`)
  const changed = [...lines('diff', '--name-only', '--no-renames', since), ...unknownToGit()]
  const tests = testsReaching(changed, readSources())
  say(`${changed.length} files changed since ${since}; ${tests.length} test files are reached.`)
  return tests
}

const start = () => {
  const head = git('rev-parse', 'HEAD')
  if (head === undefined) giveUp('--changed needs git and a checkout with its history.')
  const left = ['origin/main', 'main'].map(main => git('merge-base', 'HEAD', main)).find(found => found !== undefined)
  if (left !== undefined && left !== head) return left
  const clean = lines('diff', '--name-only', 'HEAD').length + unknownToGit().length === 0
  return clean && git('rev-parse', '--verify', '--quiet', 'HEAD~1') !== undefined ? 'HEAD~1' : 'HEAD'
}

const git = (...args) => {
  const { status, stdout } = spawnSync('git', args, { cwd: root, encoding: 'utf8' })
  return status === 0 ? stdout.trim() : undefined
}

const lines = (...args) => (git(...args) ?? '').split('\n').filter(line => line !== '')

const unknownToGit = () => lines('ls-files', '--others', '--exclude-standard')

const readSources = () =>
  new Map(
    ['src', 'test', 'bench', 'bin']
      .filter(folder => existsSync(`${root}/${folder}`))
      .flatMap(folder => readdirSync(`${root}/${folder}`, { recursive: true }).map(path => `${folder}/${path}`))
      .filter(path => /\.(ts|tsx|mjs)$/.test(path))
      .map(path => [path, readFileSync(`${root}/${path}`, 'utf8')]),
  )
