import { describe, expect, setDefaultTimeout, test } from 'bun:test'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { runLane } from '../../bin/lib/lane.mjs'
import { narrator } from '../../bin/lib/narrator.mjs'
import { temporaryFolder } from '../support/leftovers.ts'
import { patience } from '../support/pace.ts'

setDefaultTimeout(patience(60_000))

const LIMITS = { test: 60_000, silence: 60_000, file: 60_000 }
const head = `import { expect, test } from 'bun:test'\n`
const GOOD = `${head}test('is good', () => {})\n`
const BAD = `${head}test('is bad', () => expect(1).toBe(2))\ntest('is good', () => {})\n`
const HANGS = `${head}test('is good', () => {})\ntest('hangs', () => { for (;;); })\n`
const SLOW = `${head}for (let at = 0; at < 2000; at += 1) test('slow ' + at, () => Bun.sleep(100))\n`

/** Files of these names are run in the order given, and never found by `npm test`: they lie in a temporary folder. */
const run = async (files: Record<string, string>, options: Partial<Parameters<typeof runLane>[1]> = {}) => {
  const folder = temporaryFolder('lane')
  const paths = Object.entries(files).map(([name, text]) => {
    const path = join(folder, `${name}.test.ts`)
    writeFileSync(path, text)
    return path
  })
  // What fails here on purpose must not look as if a file of ours had failed.
  const result = await runLane(paths, { folder, limits: LIMITS, tell: () => {}, ...options })
  return { ...result, failures: result.failures.map(failure => failure.replace(/^\S*\/(?=\w+\.test)/, '')) }
}

describe('a run of several files', () => {
  test('counts what passed and failed', async () => {
    const { failures, ...counts } = await run({ good: GOOD, bad: BAD })
    expect(counts).toEqual({ passed: 2, failed: 1, skipped: 0 })
    expect(failures).toEqual(['bad.test.ts › is bad'])
  })

  test('ends a file that hangs, names it, keeps what it had done, and goes on with the rest', async () => {
    const limits = { ...LIMITS, silence: patience(700) }
    const { failures, ...counts } = await run({ bad: BAD, hangs: HANGS, good: GOOD }, { limits })
    expect(counts).toEqual({ passed: 3, failed: 2, skipped: 0 })
    expect(failures[0]).toBe('bad.test.ts › is bad')
    expect(failures[1]).toMatch(/^hangs\.test\.ts hangs: it said nothing for \d+ s, and was ended$/)
  })

  test('ends a file that takes longer than any file may', async () => {
    const limits = { ...LIMITS, file: patience(500) }
    const { failures, passed } = await run({ slow: SLOW, good: GOOD }, { limits })
    expect(failures.length).toBe(1)
    expect(failures[0]).toMatch(/^slow\.test\.ts takes longer than \d+ s, and was ended$/)
    expect(passed).toBeGreaterThan(1)
  })

  test('reports everything when the whole run has taken too long', async () => {
    const { failures, passed } = await run(
      { good: GOOD, hangs: HANGS, bad: BAD },
      { endsAt: Date.now() + patience(700) },
    )
    expect(passed).toBe(2)
    expect(failures.map(failure => failure.split(' ').slice(0, 3).join(' '))).toEqual([
      'hangs.test.ts was still',
      'bad.test.ts was not',
    ])
  })
})

describe('what is told', () => {
  const told = (output: string, whole = true) => {
    const lines: string[] = []
    const tell = narrator(sentence => lines.push(sentence))
    tell.hear(output)
    return { lines: lines.concat([]), heard: tell.end(whole), all: lines }
  }
  const MIXED = [
    'a.test.ts:',
    'said by one',
    '(pass) one [0.03ms]',
    'said by two',
    'error: two went wrong',
    '(fail) two [1.50ms]',
    'said by three',
    '(pass) three',
    '',
    ' 2 pass',
    ' 1 fail',
    '1 tests failed:',
    '(fail) two [1.50ms]',
    'Ran 3 tests across 1 file. [1.00s]',
    '',
  ].join('\n')

  test('of a file with a failure is the failure and what was said in it, not what passed', () => {
    const { all, heard } = told(MIXED, false)
    expect(all).toEqual(['✗ a.test.ts (2, 1 failed)\nsaid by two\nerror: two went wrong\n(fail) two [1.50ms]'])
    expect(heard).toMatchObject({ passed: 2, failures: ['a.test.ts › two'], strayErrors: 0 })
  })

  test('of a file that passed is one line', () => {
    expect(told('a.test.ts:\nsaid\n(pass) one\n(skip) two\n\n 1 pass\n').all).toEqual(['✓ a.test.ts (1, 1 skipped)'])
  })

  test('of what broke off are its last words', () => {
    expect(told('a.test.ts:\n(pass) one\npanic: no more\n', false).all).toEqual(['✗ a.test.ts (1)\npanic: no more'])
  })

  test('of an error between tests is all of it', () => {
    const stray = ['# Unhandled error between tests', '---', 'error: stray', '---']
    const { all, heard } = told(['a.test.ts:', ...stray, '(pass) one', ' 1 pass', ''].join('\n'), false)
    expect(all).toEqual([['✗ a.test.ts (1)', ...stray, '(pass) one'].join('\n')])
    expect(heard.strayErrors).toBe(1)
  })
})
