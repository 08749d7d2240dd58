import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { readReport } from './junit.mjs'
import { narrator } from './narrator.mjs'
import { bun, root, say } from './project.mjs'

/** A process that was killed may have left children behind who hold its output open. */
const LAST_WORDS_MS = 5000

/**
 * Runs test files one after another in one `bun test` process. A file that hangs, or takes longer than any does, is ended
 * and has failed; a new process goes on behind it.
 * @param {string[]} files paths from the root, or absolute
 * @param {{folder: string, full?: boolean, limits: {test: number, silence: number, file: number}, endsAt?: number, tell?: (line: string) => void}} options
 * folder: where reports are put; limits in milliseconds: of one test, of saying nothing, of one file; endsAt: clock time
 * at which what has not ended is ended, and what is left has failed; tell: hears each line for the person at the terminal
 * @returns {Promise<{passed: number, failed: number, skipped: number, failures: string[]}>}
 */
export const runLane = async (files, options) => {
  const results = []
  for (let left = files; left.length > 0; ) {
    if (Date.now() >= (options.endsAt ?? Number.POSITIVE_INFINITY)) {
      results.push(failed(left.map(file => `${file} was not begun: the whole run has taken too long`)))
      break
    }
    const { result, done } = await runProcess(left, options)
    results.push(result)
    left = left.slice(done)
  }
  return sum(results)
}

/** @param {Awaited<ReturnType<typeof runLane>>[]} results */
export const sum = results => ({
  passed: results.reduce((all, { passed }) => all + passed, 0),
  failed: results.reduce((all, { failed }) => all + failed, 0),
  skipped: results.reduce((all, { skipped }) => all + skipped, 0),
  failures: results.flatMap(({ failures }) => failures),
})

const failed = failures => ({ passed: 0, failed: failures.length, skipped: 0, failures })

let reports = 0

/** `done`: how many of the files it has dealt with, the one that was ended among them. */
const runProcess = async (
  files,
  { folder, full = false, limits, endsAt = Number.POSITIVE_INFINITY, tell: telling = say },
) => {
  const report = join(folder, String(++reports))
  const child = start(files, report, full, limits)
  const tell = narrator(telling, { figures: full })
  const guard = watch(limits, endsAt, why => {
    guard.why = why
    child.kill('SIGKILL')
  })
  child.stdout.on('data', chunk => {
    guard.heard(String(chunk))
    tell.hear(chunk)
  })
  const ending = await ended(child)
  guard.stop()
  const heard = tell.end(ending === 0)
  if (guard.why === undefined)
    return { result: outcome(readReport(report), heard.strayErrors, ending), done: files.length }
  const at = Math.max(heard.files.length, 1)
  const failures = [...heard.failures, `${files[at - 1]} ${guard.why}, and was ended`]
  return { result: { ...failed(failures), passed: heard.passed, skipped: heard.skipped }, done: at }
}

/** `bun test` hands on no arguments: it reads `--full` from an environment that only it has. */
const start = (files, report, full, limits) => {
  const args = ['test', `--timeout=${limits.test}`, '--reporter=junit', `--reporter-outfile=${report}`]
  const paths = files.map(file => (file.startsWith('/') ? file : `./${file}`))
  return spawn('sh', ['-c', 'exec "$@" 2>&1', 'sh', bun, ...args, ...paths], {
    cwd: root,
    env: { ...process.env, TEST_LENGTH: full ? 'full' : 'usual' },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
}

/** Calls `end` with the reason once when nothing was heard for too long, a file takes too long, or the whole run does. */
const watch = (limits, endsAt, end) => {
  let heardAt = performance.now()
  let fileAt = heardAt
  const why = () => {
    const now = performance.now()
    if (now - heardAt > limits.silence) return `hangs: it said nothing for ${Math.round((now - heardAt) / 1000)} s`
    if (now - fileAt > limits.file) return `takes longer than ${Math.round(limits.file / 1000)} s`
    return Date.now() >= endsAt ? 'was still running when the whole run had taken too long' : undefined
  }
  const timer = setInterval(() => {
    const reason = why()
    if (reason === undefined) return
    clearInterval(timer)
    end(reason)
  }, 250)
  return {
    why: undefined,
    stop: () => clearInterval(timer),
    heard: chunk => {
      heardAt = performance.now()
      if (/^\S+\.test\.tsx?:$/m.test(chunk)) fileAt = heardAt
    },
  }
}

/** Answers its exit code or the signal that ended it, when all that it said has been heard. */
const ended = child =>
  new Promise(resolve => {
    child.on('error', error => resolve(error.message))
    child.on('close', (code, signal) => resolve(code ?? signal))
    child.on('exit', (code, signal) => setTimeout(() => resolve(code ?? signal), LAST_WORDS_MS).unref())
  })

/** A process that broke off, or found an error outside of any test, has failed even if each finished test passed. */
const outcome = (report, strayErrors, ending) => {
  const failures = [...report.failures, ...Array(strayErrors).fill('an error outside of any test (see above)')]
  if (ending !== 0 && failures.length === 0) failures.push(`bun test broke off: ${ending}`)
  return { passed: report.passed, failed: failures.length, skipped: report.skipped, failures }
}
