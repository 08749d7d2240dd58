import { afterEach, describe, expect, test } from 'bun:test'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { readReport } from '../bin/lib/junit.mjs'
import { temporaryFolder } from './support/leftovers.ts'
import { type Program, startProgram } from './support/program.ts'
import { until } from './support/wait.ts'

const root = join(import.meta.dir, '..')
const starters: Program[] = []

afterEach(() => {
  for (const starter of starters.splice(0)) starter.kill('SIGKILL')
})

describe('the starter', () => {
  for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) {
    test(`stopped by ${signal}, it stops the server, waits for it and ends with its exit code`, async () => {
      const { starter, url } = await start(['node', 'bin/lib/start.mjs'])
      expect(await answers(url)).toBe(true)
      starter.kill(signal)
      expect(await starter.exited).toBe(0)
      expect(await answers(url)).toBe(false)
    })
  }

  test('killed without a chance to react, it still takes the server with it', async () => {
    const { starter, url } = await start(['node', 'bin/lib/start.mjs'])
    starter.kill('SIGKILL')
    await until(async () => !(await answers(url)), { what: 'the end of a server whose starter was killed' })
  })

  test('the server ends when the npm above the starter is killed', async () => {
    const { starter, url } = await start(['npm', 'start', '--'])
    starter.kill('SIGKILL')
    await until(async () => !(await answers(url)), { what: 'the end of a server whose npm was killed' })
  })
})

test('what could not start ends the starter with its exit code', async () => {
  const starter = startProgram(['node', 'bin/lib/start.mjs', '--no-such-setting', 'x'], {
    cwd: root,
    env: surroundings(),
  })
  expect(await starter.exited).not.toBe(0)
  expect(starter.stderr()).not.toBe('')
})

describe('the count of tests', () => {
  test('tells passed, skipped and failed ones apart, whether they say much or nothing', () => {
    const file = join(temporaryFolder('junit'), 'report')
    writeFileSync(
      file,
      `<testsuites><testsuite name="a"><testcase name="one" file="a.test.ts" />
      <testcase name="two" file="a.test.ts"><skipped /></testcase>
      <testcase name="three &gt; &amp; four" classname="b" file="a.test.ts"><failure message="x">y</failure></testcase>
      <testcase name="five" file="a.test.ts" /></testsuite></testsuites>`,
    )
    expect(readReport(file)).toEqual({ passed: 2, skipped: 1, failures: ['a.test.ts › b › three > & four'] })
  })

  test('is nought where a run left no report', () => {
    expect(readReport(join(temporaryFolder('junit'), 'none'))).toEqual({ passed: 0, skipped: 0, failures: [] })
  })
})

async function start(command: string[]): Promise<{ starter: Program; url: string }> {
  const flags = ['--port', '0', '--data', temporaryFolder('data')]
  const starter = startProgram([...command, ...flags], { cwd: root, env: surroundings() })
  starters.push(starter)
  const [, url = ''] = await starter.says(/Flack is ready: (http:\/\/\S+)/)
  return { starter, url }
}

function surroundings(): NodeJS.Dict<string> {
  return Object.fromEntries(
    Object.entries(process.env).filter(([name]) => !/^(FLACK_|DATABASE_URL$|NATS_URL$)/.test(name)),
  )
}

function answers(url: string): Promise<boolean> {
  return fetch(new URL('/healthz', url)).then(
    () => true,
    () => false,
  )
}
