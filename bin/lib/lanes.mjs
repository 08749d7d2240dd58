import { existsSync, mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { runLane, sum } from './lane.mjs'
import { root } from './project.mjs'

/** These load the machine or depend on its pace, so they run alone and one after another. */
const alone = /^test\/.*(abuse|alone|bench|canar|crash|e2e|fault|fire|nodes\/|trace)/
/** These wait for a browser most of the time: two files at once, each in a process and a browser of its own. */
const inBrowser = /^test\/.*(browser|offline)/

/**
 * Only a test that hangs reaches these, also on a slow machine: on a quiet one the longest file takes a tenth.
 * `silence` is longer than `test`: a process that says nothing for so long does not even notice its own limit.
 */
const LIMITS = {
  usual: { test: 240_000, silence: 480_000, file: 1_200_000 },
  full: { test: 1_200_000, silence: 3_600_000, file: 7_200_000 },
}
/** Less than the 90 minutes after which a CI ends the run without a report. */
const WHOLE_RUN_MS = 75 * 60_000

/**
 * Runs the test files that `chosen` picks in two processes side by side, then the demanding ones alone.
 * @param {{chosen: (file: string) => boolean, full: boolean}} options
 * @returns {Promise<{passed: number, failed: number, skipped: number, failures: string[]}>}
 */
export const runTests = async ({ chosen, full }) => {
  const files = testFiles().filter(chosen)
  const demanding = files.filter(file => alone.test(file))
  const browsers = files.filter(file => inBrowser.test(file) && !alone.test(file))
  const light = files.filter(file => !inBrowser.test(file) && !alone.test(file))
  const folder = mkdtempSync(join(tmpdir(), 'flack-tests-'))
  const begun = Date.now() - performance.now()
  const options = full ? { full, limits: LIMITS.full } : { limits: LIMITS.usual, endsAt: begun + WHOLE_RUN_MS }
  const lane = paths => runLane(paths, { folder, ...options })
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
