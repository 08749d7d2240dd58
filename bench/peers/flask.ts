import { mkdirSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { start } from '../running.ts'
import { type Install, overSocketIo } from './peer.ts'

const PACKAGES = ['python3-flask-socketio', 'python3-eventlet']
const MODULES = 'usr/lib/python3/dist-packages'

/** What the chat that Flack began as stood on: Flask and Socket.IO under eventlet, nothing stored. */
export const flask: Install = ({ folder: parent, say }) => {
  const folder = join(parent, 'flask')
  const modules = canImport('') ? '' : join(folder, MODULES)
  if (modules !== '') {
    say("Unpacking Debian's Flask into a temporary folder …")
    mkdirSync(folder)
    unpack(folder)
  }
  if (!canImport(modules)) {
    say(`Flask is left out: it needs Python and the Debian packages ${PACKAGES.join(' and ')} (apt install).`)
    return null
  }
  const program = join(import.meta.dir, 'flask-app.py')
  return {
    name: 'Flask with Socket.IO, in memory',
    start: () => start(['env', `PYTHONPATH=${modules}`, 'python3', program], /^(\d+)\n/),
    room: overSocketIo,
  }
}

const canImport = (modules: string): boolean => {
  const [python, script] = [Bun.which('python3'), 'import eventlet, flask_socketio']
  if (!python) return false
  const env = { ...process.env, PYTHONPATH: modules }
  return Bun.spawnSync([python, '-c', script], { env, stderr: 'ignore' }).exitCode === 0
}

/** The packages and what they need, as files only: nothing is installed into the system. */
const unpack = (folder: string): void => {
  if (!Bun.which('apt-get') || !Bun.which('dpkg-deb')) return
  const plan = Bun.spawnSync(['apt-get', '--simulate', '--no-install-recommends', 'install', ...PACKAGES])
  const names = [...plan.stdout.toString().matchAll(/^Inst (\S+)/gm)].flatMap(([, name]) => name ?? [])
  Bun.spawnSync(['apt-get', 'download', ...names], { cwd: folder, stderr: 'ignore' })
  for (const file of readdirSync(folder)) Bun.spawnSync(['dpkg-deb', '--extract', file, '.'], { cwd: folder })
}
