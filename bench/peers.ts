import { cpSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { type Bench, BenchError, type Scenario } from './bench.ts'
import { load } from './load.ts'
import { roomPairs } from './room.ts'
import { start } from './running.ts'
import { brief, median } from './statistics.ts'

const PEOPLE = 1000
const IN_FLIGHT = 64

/** Fan-out beside Socket.IO with SQLite, which is installed into a temporary folder for this run alone. */
export const peers: Scenario = async bench => {
  const program = install(bench)
  const theirs: number[] = []
  for (let rep = 0; rep < bench.reps; rep++) theirs.push(await socketIo(bench, program, rep))
  const ours = (await roomPairs(bench, 'peers', IN_FLIGHT)).map(({ flack }) => flack.deliveries)
  return [
    {
      what: 'fan-out, one room of 1,000, 64 in flight: deliveries/s beside Socket.IO with SQLite',
      budget: 50,
      better: 'more',
      unit: '×',
      samples: ours.map((rate, index) => rate / (theirs[index] ?? Number.NaN)),
      detail: `${brief(median(ours))}/s beside ${brief(median(theirs))}/s`,
    },
  ]
}

type Installed = { node: string; program: string; folder: string }

const install = ({ folder: parent, say }: Bench): Installed => {
  const folder = join(parent, 'socket-io')
  mkdirSync(folder)
  say('Installing Socket.IO and Node.js into a temporary folder …')
  const npm = ['npm', 'install', '--prefix', folder, '--no-audit', '--no-fund', 'socket.io@4', 'node@26']
  const { exitCode, stderr } = Bun.spawnSync(npm, { cwd: folder })
  if (exitCode !== 0) throw new BenchError(`Socket.IO could not be installed: ${stderr}`)
  cpSync(join(import.meta.dir, 'peers/socket-io.mjs'), join(folder, 'socket-io.mjs'))
  return { node: join(folder, 'node_modules/node/bin/node'), program: join(folder, 'socket-io.mjs'), folder }
}

const socketIo = async (bench: Bench, { node, program, folder }: Installed, rep: number): Promise<number> => {
  const server = await start([node, program, join(folder, `said-${rep}.db`)], /^(\d+)\n/)
  try {
    const { deliveries } = await load(bench, server, {
      clients: PEOPLE,
      inFlight: IN_FLIGHT,
      path: '/socket.io/?EIO=4&transport=websocket',
      script: [
        'E 2 => 3',
        'W 0{',
        'S 40',
        'W 40',
        'S 42["join"]',
        'W joined',
        'M 42["say",{"author":"user{i}","text":"{t} Shall we meet at noon, as usual? Shall we meet at noon, as usual?"}]',
      ],
      warm: 0.7,
      secs: bench.quick ? 1.5 : 3,
    })
    return deliveries
  } finally {
    await server.stop()
  }
}
