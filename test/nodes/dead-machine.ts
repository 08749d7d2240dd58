import { connect, type Socket } from 'node:net'
import { startProgram } from '../support/program.ts'

const silentMs = 300

/**
 * Makes a free port of the loopback address behave like one of a machine that is gone: whoever connects hears nothing at
 * all, not even a refusal. A stopped process listens there, and its queue is full, so that Linux drops what else comes.
 */
export const playDead = async (port: number): Promise<{ end(): Promise<void> }> => {
  const listen = `require('node:net').createServer().listen({ port: ${port}, host: '127.0.0.1', backlog: 1 }, () => console.log('there'))`
  const program = startProgram([process.execPath, '-e', listen], { env: process.env })
  await program.says(/there/)
  process.kill(program.pid, 'SIGSTOP')
  const queue: Socket[] = []
  for (let isFull = false; !isFull; ) {
    const socket = connect(port, '127.0.0.1').on('error', () => {})
    queue.push(socket)
    isFull = await Promise.race([
      new Promise<boolean>(resolve => socket.once('connect', () => resolve(false))),
      Bun.sleep(silentMs).then(() => true),
    ])
  }
  return {
    end: async () => {
      for (const socket of queue) socket.destroy()
      program.kill('SIGKILL')
      await program.exited
    },
  }
}
