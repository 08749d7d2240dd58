import { existsSync } from 'node:fs'
import { dependenciesReady } from './dependencies.mjs'
import { canInstall, installNeeds } from './install.mjs'
import { runTests } from './lanes.mjs'
import { buildPage, pageIsFresh } from './page.mjs'
import { root, run, say } from './project.mjs'
import { firstLoad, firstLoadLimit } from './weight.mjs'

// `npm test` and `bin/check`: every check that there is. `--full` is the long form; other arguments choose test files.
const options = process.argv.slice(2)
const full = options.includes('--full')
const chosen = options.filter(option => option !== '--full')
const unknown = chosen.find(option => option.startsWith('-'))
if (unknown !== undefined) {
  say(`Unknown option ${unknown}. Usage: npm test -- [--full] [part of a test file's path ...]`)
  process.exit(2)
}

const total = { passed: 0, failed: 0, skipped: 0 }
await dependenciesReady()
await machineHasNeeds()
if (chosen.length === 0) await checkSources()
await checkPage()
// What hangs is ended so that the report of all the rest can still be read.
const DEADLINE_MS = 700_000
const deadline = full ? 0 : Date.now() + DEADLINE_MS - performance.now()
const tests = await runTests({ chosen, full, deadline })
for (const kind of ['passed', 'failed', 'skipped']) total[kind] += tests[kind]
if (tests.passed + tests.failed === 0) count(false, 'at least one test ran', 'No test ran.\n')
for (const name of tests.failures) say(`✗ ${name}`)
const skipped = total.skipped > 0 ? `, ${total.skipped} skipped` : ''
process.stdout.write(`${total.passed} passed, ${total.failed} failed${skipped}\n`, () =>
  process.exit(total.failed === 0 ? 0 : 1),
)

async function machineHasNeeds() {
  const missing = await installNeeds()
  for (const sentence of missing) say(sentence)
  // Where we may install, tests that cannot run are our failure; elsewhere they are skipped and say why.
  if (canInstall()) count(missing.length === 0, 'browser, databases and fonts', '')
}

async function checkSources() {
  await step('format and lint', `${root}/node_modules/.bin/biome`, ['check'])
  for (const [what, config] of Object.entries({ server: 'tsconfig', page: 'tsconfig.web', tests: 'tsconfig.test' })) {
    await step(`types of the ${what}`, `${root}/node_modules/.bin/tsc`, ['-p', `${config}.json`])
  }
}

async function step(name, command, args) {
  const started = performance.now()
  const { code, output } = await run(command, args, { quiet: true })
  count(code === 0, `${name} (${((performance.now() - started) / 1000).toFixed(1)} s)`, output)
}

async function checkPage() {
  const { code, output } = pageIsFresh() ? { code: 0, output: '' } : await buildPage()
  count(code === 0, 'the web page builds', output)
  if (code !== 0 || !existsSync(`${root}/dist/web/manifest.json`)) return
  const { bytes, files } = firstLoad()
  const parts = files.map(({ path, br }) => `  ${path}: ${br}\n`).join('')
  count(bytes <= firstLoadLimit, `first load ${(bytes / 1000).toFixed(1)} kB of ${firstLoadLimit / 1000} kB`, parts)
}

function count(passed, name, output) {
  total[passed ? 'passed' : 'failed'] += 1
  say(`${passed ? '✓' : `${output}✗`} ${name}`)
}
