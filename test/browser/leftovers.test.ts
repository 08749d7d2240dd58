import { expect, test } from 'bun:test'
import { readdirSync } from 'node:fs'
import { temporaryFolder } from '../support/leftovers.ts'
import { patience } from '../support/pace.ts'
import { startProgram } from '../support/program.ts'
import { until } from '../support/wait.ts'

const root = `${import.meta.dir}/../..`

test(
  'of a browser whose tests are killed nothing is left',
  async () => {
    const folder = temporaryFolder('leftovers')
    const open = `const { freshPage } = await import('${root}/test/support/chromium.ts'); await freshPage(); console.log('open')`
    const tests = startProgram([process.execPath, '-e', open], { cwd: root, env: { ...process.env, TMPDIR: folder } })
    await tests.says(/^open$/m)
    expect(readdirSync(folder)).not.toEqual([])
    tests.kill('SIGKILL')
    await until(() => readdirSync(folder).length === 0, { what: 'the folders to go' })
  },
  patience(60_000),
)
