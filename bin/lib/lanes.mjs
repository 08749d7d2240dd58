import { spawn } from 'node:child_process'
import { existsSync, mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { readReport } from './junit.mjs'
import { narrator } from './narrator.mjs'
import { bun, root, say } from './project.mjs'

/** These load the machine or depend on its pace, so they run alone and one after another. */
const alone = /^test\/.*(abuse|alone|bench|canar|crash|e2e|fault|fire|nodes\/|trace)/
/** These wait for a browser most of the time: two files at once, each in a process and a browser of its own. */
const inBrowser = /^test\/.*(browser|offline)/

/**
 * Runs the test files whose path contains one of `chosen` (none: all) in two processes side by side, then the demanding
 * ones alone.
 * @param {{chosen: string[], full: boolean, deadline: number}} options deadline: clock time in ms, 0 for none
 * @returns {Promise<{passed: number, failed: number, skipped: number, failures: string[]}>}
 */
export const runTests = async ({ chosen, full, deadline }) => {
  const files = testFiles().filter(file => chosen.length === 0 || chosen.some(part => file.includes(part)))
  const demanding = files.filter(file => alone.test(file))
  const browsers = files.filter(file => inBrowser.test(file) && !alone.test(file))
  const light = files.filter(file => !inBrowser.test(file) && !alone.test(file))
  const folder = mkdtempSync(join(tmpdir(), 'flack-tests-'))
  let lanes = 0
  const lane = paths => runLane(join(folder, String(++lanes)), paths, full, deadline)
  try {
    return sum([
      ...(await twoAtOnce(halves(light), lane)),
      ...(await twoAtOnce(longestFirst(browsers), lane)),
      ...(await twoAtOnce([demanding], lane)),
    ])
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** Works off the lists of paths, two at a time. Empty ones are left out. */
const twoAtOnce = async (lists, lane) => {
  const waiting = lists.filter(paths => paths.length > 0)
  const results = []
  const work = async () => {
    for (let paths = waiting.shift(); paths !== undefined; paths = waiting.shift()) results.push(await lane(paths))
  }
  await Promise.all([work(), work()])
  return results
}

/** The pictures of every state take several times as long as anything else; begun last, they would run on alone. */
const longestFirst = files => {
  const isLong = file => file.endsWith('/look.test.ts')
  return [...files.filter(isLong), ...files.filter(file => !isLong(file))].map(file => [file])
}

const testFiles = () =>
  ['src', 'test', 'bench', 'bin']
    .filter(folder => existsSync(`${root}/${folder}`))
    .flatMap(folder => readdirSync(`${root}/${folder}`, { recursive: true }).map(path => `${folder}/${path}`))
    .filter(path => /\.test\.tsx?$/.test(path))
    .sort()

/** The size of a test file is a fair guess at how long it takes. */
const halves = files => {
  const lanes = [[], []]
  const sizes = [0, 0]
  for (const { file, size } of files
    .map(file => ({ file, size: statSync(`${root}/${file}`).size }))
    .sort((a, b) => b.size - a.size)) {
    const lane = sizes[0] <= sizes[1] ? 0 : 1
    lanes[lane].push(file)
    sizes[lane] += size
  }
  return lanes
}

/** One `bun test` process. It reads `--full` from an environment that only it has: `bun test` hands on no arguments. */
const runLane = (report, files, full, deadline) =>
  new Promise(resolve => {
    const args = ['test', '--timeout=60000', '--reporter=junit', `--reporter-outfile=${report}`]
    const child = spawn('sh', ['-c', 'exec "$@" 2>&1', 'sh', bun, ...args, ...files.map(file => `./${file}`)], {
      cwd: root,
      env: { ...process.env, TEST_LENGTH: full ? 'full' : 'usual' },
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    const tell = narrator(say, { figures: full })
    const timer = deadline === 0 ? undefined : setTimeout(() => child.kill('SIGKILL'), deadline - Date.now())
    child.stdout.on('data', tell.hear)
    child.on('close', (code, signal) => {
      clearTimeout(timer)
      resolve(outcome(readReport(report), tell.end(code === 0), code ?? signal))
    })
  })

/** A process that broke off, or found an error outside of any test, has failed even if each finished test passed. */
const outcome = (report, strayErrors, ending) => {
  const failures = [...report.failures, ...Array(strayErrors).fill('an error outside of any test (see above)')]
  if (ending !== 0 && failures.length === 0) failures.push(`bun test broke off: ${ending}`)
  return { passed: report.passed, failed: failures.length, skipped: report.skipped, failures }
}

const sum = results => ({
  passed: results.reduce((all, { passed }) => all + passed, 0),
  failed: results.reduce((all, { failed }) => all + failed, 0),
  skipped: results.reduce((all, { skipped }) => all + skipped, 0),
  failures: results.flatMap(({ failures }) => failures),
})
