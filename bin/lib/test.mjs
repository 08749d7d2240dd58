import { existsSync } from 'node:fs'
import { changedTests } from './changed.mjs'
import { dependenciesReady } from './dependencies.mjs'
import { canInstall, installNeeds } from './install.mjs'
import { runTests } from './lanes.mjs'
import { buildPage, pageIsFresh } from './page.mjs'
import { root, say } from './project.mjs'
import { checkSources } from './sources.mjs'
import { firstLoad, firstLoadLimit } from './weight.mjs'

const USAGE = "Usage: npm test -- [--full] [--changed [REV] | part of a test file's path ...]"

// `npm test` and `bin/check`: every check that there is. `--full` is the long form; `--changed` takes the test files that
// reach what changed; other arguments choose test files. Format, lint and types are looked at in each case.
const { full, changed, revision, parts } = understood(process.argv.slice(2))

const total = { passed: 0, failed: 0, skipped: 0 }
await dependenciesReady()
await machineHasNeeds()
await checkSources({ told: count })
await checkPage()
const tests = await runTests({ chosen: chooser(), full })
for (const kind of ['passed', 'failed', 'skipped']) total[kind] += tests[kind]
if (tests.passed + tests.failed === 0) count(false, 'at least one test ran', 'No test ran.\n')
for (const name of tests.failures) say(`✗ ${name}`)
const skipped = total.skipped > 0 ? `, ${total.skipped} skipped` : ''
process.stdout.write(`${total.passed} passed, ${total.failed} failed${skipped}\n`, () =>
  process.exit(total.failed === 0 ? 0 : 1),
)

function understood(options) {
  const at = options.indexOf('--changed')
  const revision = at === -1 || options[at + 1]?.startsWith('-') ? undefined : options[at + 1]
  const parts = options.filter(
    (option, index) => !['--full', '--changed'].includes(option) && !(index === at + 1 && revision),
  )
  const wrong = parts.find(option => option.startsWith('-') || at !== -1)
  if (wrong !== undefined) {
    say(`${wrong.startsWith('-') ? `Unknown option ${wrong}` : `"${wrong}" cannot stand beside --changed`}. ${USAGE}`)
    process.exit(2)
  }
  return { full: options.includes('--full'), changed: at !== -1, revision, parts }
}

function chooser() {
  if (!changed) return file => parts.length === 0 || parts.some(part => file.includes(part))
  const reached = new Set(changedTests(revision))
  return file => reached.has(file)
}

async function machineHasNeeds() {
  const missing = await installNeeds({ full })
  for (const sentence of missing) say(sentence)
  // Where we may install, tests that cannot run are our failure; elsewhere they are skipped and say why.
  if (canInstall())
    count(missing.length === 0, full ? 'browsers, databases and fonts' : 'browser, databases and fonts', '')
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
