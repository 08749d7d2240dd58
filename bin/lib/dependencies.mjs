import { createHash } from 'node:crypto'
import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { bun, giveUp, isProgram, root, run, say } from './project.mjs'

const lock = `${root}/package-lock.json`
const stamp = `${root}/node_modules/.flack-installed`

/** Installs what package-lock.json names if that has not been done yet, and makes sure that Bun runs. Cheap when nothing changed. */
export const dependenciesReady = async () => {
  const wanted = createHash('sha256').update(readFileSync(lock)).digest('hex')
  if (read(stamp) === wanted && bunIsWhole()) return
  if (read(stamp) !== wanted && !npmAgrees()) await install()
  await repairBun()
  writeFileSync(stamp, wanted)
}

const read = file => (existsSync(file) ? readFileSync(file, 'utf8') : '')

/** npm leaves a list of what it installed. Somebody's own `npm ci` need not be repeated. */
const npmAgrees = () => {
  const list = read(`${root}/node_modules/.package-lock.json`)
  if (list === '') return false
  const installed = JSON.parse(list).packages
  const wanted = Object.entries(JSON.parse(readFileSync(lock, 'utf8')).packages)
  return wanted.every(
    ([path, { version, optional }]) =>
      path === '' || (path in installed ? installed[path].version === version : optional === true),
  )
}

const install = async () => {
  say('Installing dependencies …')
  const [command, args] = installer()
  const { code } = await run(command, args)
  if (code === 127)
    giveUp('Flack needs npm (it comes with Node.js) or Bun to install its dependencies; neither was found.')
  if (code !== 0)
    giveUp(`The dependencies could not be installed: \`${command} ${args.join(' ')}\` ended with ${code}.`)
}

/** The web page is built from development dependencies, so they are wanted under NODE_ENV=production as well. */
const installer = () => {
  const ci = ['ci', '--include=dev', '--no-audit', '--no-fund', '--loglevel=error']
  const npm = npmScript()
  if (npm !== undefined && !process.versions.bun) return [process.execPath, [npm, ...ci]]
  if (onPath('npm') && onPath('node')) return ['npm', ci]
  if (process.versions.bun) return [process.execPath, ['install', '--frozen-lockfile', '--no-save']]
  return ['npm', ci]
}

/** Under `npm start` this is the npm that is running, which need not be the first on the PATH. */
const npmScript = () => {
  const script = process.env.npm_execpath ?? ''
  return script.endsWith('npm-cli.js') && existsSync(script) ? script : undefined
}

const onPath = name =>
  (process.env.PATH ?? '').split(':').some(folder => folder !== '' && isProgram(join(folder, name)))

/** Until its install script has run, Bun's program is a placeholder of a few hundred bytes. */
const bunIsWhole = () => existsSync(bun) && statSync(bun).size > 1_000_000

const repairBun = async () => {
  if (bunIsWhole() && (await run(bun, ['--version'], { quiet: true })).code === 0) return
  say('Completing Bun, whose install script did not run …')
  const script = `${root}/node_modules/bun/install.js`
  const { output } = await run(process.execPath, [script], { quiet: true })
  const { code } = await run(bun, ['--version'], { quiet: true })
  if (code !== 0) giveUp(`Bun does not run on this machine (${dirname(bun)}). ${output}`)
}
