import { expect, test } from 'bun:test'
import { readFileSync, writeFileSync } from 'node:fs'
import { temporaryFolder } from '../support/leftovers.ts'
import { startProgram } from '../support/program.ts'

const text = readFileSync(`${import.meta.dir}/../../deploy/flack.service`, 'utf8')
const analyze = Bun.which('systemd-analyze')
const missing = analyze === null ? ' (skipped: no systemd-analyze on this machine)' : ''

/** The unit with a program that exists everywhere, since systemd looks for it. */
const unit = (): string => {
  const program = '/usr/local/bin/flack'
  expect(text.split(`ExecStart=${program} serve`).length).toBe(2)
  const file = `${temporaryFolder('unit')}/flack.service`
  writeFileSync(file, text.replace(`ExecStart=${program}`, 'ExecStart=/bin/true'))
  return file
}

const run = async (args: readonly string[]) => {
  const program = startProgram([analyze ?? '', ...args], { env: { ...process.env, SYSTEMD_COLORS: '0' } })
  return { code: await program.exited, said: () => program.stdout() + program.stderr() }
}

test.skipIf(missing !== '')(`systemd finds nothing wrong with deploy/flack.service${missing}`, async () => {
  const { code, said } = await run(['verify', unit()])
  expect([code, said()]).toEqual([0, ''])
})

test('it is started again for ever, but not with a setting that cannot be used', () => {
  const [, unitPart = '', servicePart = ''] = text.split(/^\[(?:Unit|Service)\]$/m)
  expect(unitPart).toMatch(/^StartLimitIntervalSec=0$/m)
  expect(servicePart).toMatch(/^Restart=always$/m)
  expect(servicePart).toMatch(/^RestartPreventExitStatus=2$/m)
})

test.skipIf(missing !== '')(`systemd calls deploy/flack.service well locked in${missing}`, async () => {
  const { code, said } = await run(['security', '--offline=true', '--threshold=20', unit()])
  expect([code, said()]).toEqual([0, expect.stringMatching(/Overall exposure level for flack\.service: \d\.\d OK/)])
})
