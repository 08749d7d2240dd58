import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { bun, giveUp, root, run, say } from './project.mjs'

const folders = ['src/web', 'src/protocol', 'src/domain']
const files = ['bin/build.ts', 'package.json', 'package-lock.json', 'tsconfig.base.json']
const stamp = `${root}/dist/web/.built-from`

/** Builds the web page if its sources differ from those that it was built from. */
export const pageReady = async () => {
  if (pageIsFresh()) return
  say('Building the web page …')
  const { code, output } = await buildPage()
  if (code !== 0) giveUp(`${output}The web page could not be built.`)
}

export const pageIsFresh = () => existsSync(stamp) && readFileSync(stamp, 'utf8') === fingerprint()

/**
 * Builds the web page anew.
 * @returns {Promise<{code: number, output: string}>} of the build; nothing is replaced unless it succeeded
 */
export const buildPage = async () => {
  // Taken before the build: what changes meanwhile makes the result stale, not falsely fresh.
  const from = fingerprint()
  const built = await run(bun, [`${root}/bin/build.ts`], { quiet: true })
  if (built.code === 0) writeFileSync(stamp, from)
  return built
}

/** Contents, not times: a fresh checkout of the same sources is not a change. */
const fingerprint = () => {
  const hash = createHash('sha256')
  for (const path of [...files, ...folders.flatMap(sources)]) {
    hash
      .update(`${path}\n`)
      .update(readFileSync(`${root}/${path}`))
      .update('\n')
  }
  return hash.digest('hex')
}

const sources = folder => {
  if (!existsSync(`${root}/${folder}`)) return []
  return readdirSync(`${root}/${folder}`, { recursive: true, withFileTypes: true })
    .filter(entry => entry.isFile() && !/\.(test|contract)\.tsx?$/.test(entry.name))
    .map(entry => `${entry.parentPath ?? entry.path}/${entry.name}`.slice(root.length + 1))
    .sort()
}
