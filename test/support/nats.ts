import { findNats } from '../../bin/lib/find.mjs'
import { freePort } from './ports.ts'
import { startProgram } from './program.ts'

/** A NATS server of our own. The URL stays the same across `restart`. */
export interface Nats {
  readonly url: string
  /** Ends it without a farewell to its clients. */
  kill9(): Promise<void>
  restart(): Promise<void>
  stop(): Promise<void>
}

/** Starts `nats-server` on a free port of the loopback address; core NATS only, nothing is stored. */
export async function startNats(): Promise<Nats> {
  const command = findNats()
  if (command === undefined) throw new Error('There is no nats-server on this machine.')
  const port = await freePort()
  const start = async () => {
    const program = startProgram([command, '--addr', '127.0.0.1', '--port', String(port)])
    await program.says(/Server is ready/)
    return program
  }
  let program = await start()
  const end = async (signal: NodeJS.Signals) => {
    program.kill(signal)
    await program.exited
  }
  return {
    url: `nats://127.0.0.1:${port}`,
    kill9: () => end('SIGKILL'),
    restart: async () => {
      await end('SIGTERM')
      program = await start()
    },
    stop: () => end('SIGTERM'),
  }
}
