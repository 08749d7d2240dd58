import { spawn } from 'node:child_process'
import { accessSync, constants } from 'node:fs'
import { fileURLToPath, pathToFileURL } from 'node:url'

/** Where the project lies, with no slash at its end. */
export const root = fileURLToPath(new URL('../..', import.meta.url)).replace(/\/$/, '')

/** The pinned Bun that runs everything but these few files. */
export const bun = `${root}/node_modules/bun/bin/bun.exe`

/** Tells the person at the terminal something. On stderr: stdout belongs to the command that is being prepared. */
export const say = sentence => void process.stderr.write(`${sentence}\n`)

/** Ends the process with one sentence instead of a stack trace. */
export const giveUp = sentence => {
  say(sentence)
  process.exit(1)
}

/** True for the file that was named on the command line. */
export const isMain = url => url === pathToFileURL(process.argv[1] ?? '').href

/** True for a file that may be executed. */
export const isProgram = file => {
  try {
    accessSync(file, constants.X_OK)
    return true
  } catch {
    return false
  }
}

/**
 * Runs a program in the project folder to its end.
 * @returns {Promise<{code: number, output: string}>} code 127: could not be started; 128: ended by a signal.
 * `output` (stdout and stderr together) is empty unless `quiet` kept it from the terminal.
 */
export const run = (command, args, { quiet = false, env = {} } = {}) =>
  new Promise(resolve => {
    const output = []
    const stdio = quiet ? ['ignore', 'pipe', 'pipe'] : ['ignore', 2, 2]
    const child = spawn(command, args, { cwd: root, env: { ...process.env, ...env }, stdio })
    child.stdout?.on('data', chunk => output.push(chunk))
    child.stderr?.on('data', chunk => output.push(chunk))
    child.on('error', error => resolve({ code: 127, output: `${command}: ${error.message}\n` }))
    child.on('close', code => resolve({ code: code ?? 128, output: Buffer.concat(output).toString() }))
  })
