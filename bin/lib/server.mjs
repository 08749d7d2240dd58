import { spawn } from 'node:child_process'
import { constants } from 'node:os'
import { bun, root, say } from './project.mjs'

const patience = 20_000

/**
 * Starts `flack serve`. Its stdin is a pipe that we hold: when we disappear, however that happens, the pipe ends and the
 * server stops by itself.
 * @returns {{exited: Promise<number>, stop: () => void}} `stop` asks once kindly; asked again it insists, a third time it kills.
 */
export const startServer = args => {
  const command = [`${root}/src/main.ts`, 'serve', '--stop-with-stdin', ...args]
  const child = spawn(bun, command, { stdio: ['pipe', 'inherit', 'inherit'] })
  child.stdin.on('error', () => {})
  let asked = 0
  const insist = () => {
    asked += 1
    if (asked === 1) child.stdin.end()
    else child.kill(asked === 2 ? 'SIGTERM' : 'SIGKILL')
  }
  const stop = () => {
    if (asked === 0) setTimeout(killOverdue, patience, child).unref()
    insist()
  }
  return { exited: exitOf(child), stop }
}

const exitOf = child =>
  new Promise(resolve => {
    child.on('error', error => {
      say(`The server could not be started: ${error.message}`)
      resolve(1)
    })
    child.on('exit', (code, signal) => resolve(code ?? 128 + constants.signals[signal]))
  })

const killOverdue = child => {
  if (child.exitCode !== null || child.signalCode !== null) return
  say(`The server did not stop within ${patience / 1000} seconds and is ended.`)
  child.kill('SIGKILL')
}
