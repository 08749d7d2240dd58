import { expect, test } from 'bun:test'
import { full } from '../support/full.ts'
import { patience, within } from '../support/pace.ts'
import { startProgram } from '../support/program.ts'

/** A network of our own, where nothing but its loopback is, and which goes with what runs in it. */
const own = ['unshare', '--net', 'sh', '-c', 'ip link set lo up && exec "$@"', 'sh']
const works = full && Bun.spawnSync([...own, 'nft', 'add', 'table', 'inet', 'probe']).success
const why = full
  ? works
    ? ''
    : ' (skipped: no network of our own, or no nft; on Debian as root: apt-get install nftables)'
  : ' (skipped: takes a minute and a half, only with --full; the clock of the watchdog is tested in access/session)'

test.skipIf(!works)(
  `[R-16] sockets whose other end has fallen silent without a word are closed, and their owners come back to everything${why}`,
  async () => {
    const program = startProgram([...own, process.execPath, `${import.meta.dir}/half-open-run.ts`, '100'], {
      env: process.env,
    })
    expect([await program.exited, program.stderr()]).toEqual([0, ''])
    const { dropped, released, noticed, absent, violations, code } = JSON.parse(program.stdout())
    console.log(
      `dropped after ${dropped} ms, files released after ${released} ms, offline for others after ${absent} ms`,
    )
    console.log(`the last page noticed after ${noticed} ms`)
    expect(violations).toEqual([])
    expect(dropped).toBeLessThan(within(40_000))
    expect(released).toBeLessThan(within(40_000))
    expect(noticed).toBeLessThan(within(40_000))
    expect(absent).toBeLessThan(within(45_000))
    expect(code).toBe(0)
  },
  patience(300_000),
)
