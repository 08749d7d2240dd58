import { cpSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { BenchError } from '../bench.ts'
import { start } from '../running.ts'
import { type Install, overSocketIo } from './peer.ts'

/** Socket.IO with SQLite on Node.js, from npm. */
export const socketIo: Install = ({ folder: parent, say }) => {
  const folder = join(parent, 'socket-io')
  mkdirSync(folder)
  say('Installing Socket.IO and Node.js into a temporary folder …')
  const npm = ['npm', 'install', '--prefix', folder, '--no-audit', '--no-fund', 'socket.io@4', 'node@26']
  const { exitCode, stderr } = Bun.spawnSync(npm, { cwd: folder })
  if (exitCode !== 0) throw new BenchError(`Socket.IO could not be installed: ${stderr}`)
  const program = join(folder, 'socket-io.mjs')
  cpSync(join(import.meta.dir, 'socket-io.mjs'), program)
  const node = join(folder, 'node_modules/node/bin/node')
  return {
    name: 'Socket.IO with SQLite',
    start: () => start([node, program, join(folder, 'said.db')], /^(\d+)\n/),
    room: overSocketIo,
  }
}
