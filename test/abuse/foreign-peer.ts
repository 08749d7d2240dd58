import { pythonWith } from '../../bin/lib/find.mjs'
import type { Bag } from '../fire/wire.ts'
import { endWithTests } from '../support/leftovers.ts'
import { until } from '../support/wait.ts'

/** A WebSocket library that nobody of us wrote. */
export type ForeignLibrary = {
  name: string
  /** Starts a process that holds one connection by it; the address and the token follow. */
  command: readonly string[]
  /** Whether a program can have it send a ping. */
  pings: boolean
  /** Why it cannot be tried here; '' where it can. */
  lacks: string
}

/** One connection in a process of its own, which sends each line that it is given and prints each frame that it hears. */
export type ForeignPeer = {
  send(frame: Bag): void
  /** Resolves when the server has answered a ping of the library. */
  ping(): Promise<void>
  /** Closes in good order; resolves to the code with which, as the library sees it, the connection was closed. */
  close(): Promise<unknown>
  /** Ends the process without a word to the server. */
  kill(): Promise<void>
}

const folder = `${import.meta.dir}/peers`

const fromPython = (module: string): ForeignLibrary => {
  const python = pythonWith(module)
  const lacks = python ? '' : ` (skipped: no python3-${module} on this machine, see bin/setup)`
  return { name: `Python's ${module}`, command: [python ?? '', `${folder}/${module}-peer.py`], pings: true, lacks }
}

/** Node.js 20 has a WebSocket only with this flag; where there is one anyway, the flag changes nothing. */
const node = [Bun.which('node') ?? 'node', '--experimental-websocket', '--no-warnings']

const fromNode = (): ForeignLibrary => {
  const probe = [...node, '-e', 'process.exit(process.versions.undici && globalThis.WebSocket ? 0 : 1)']
  const works = Bun.which('node') !== null && Bun.spawnSync(probe).success
  const lacks = works ? '' : ' (skipped: the Node.js of this machine has no WebSocket, or there is none)'
  return { name: 'undici, of Node.js', command: [...node, `${folder}/undici-peer.mjs`], pings: false, lacks }
}

export const libraries: readonly ForeignLibrary[] = [fromPython('websockets'), fromPython('wsproto'), fromNode()]

/** Connects. `hear` gets every frame of the server. */
export const startPeer = (
  { command }: ForeignLibrary,
  { url, token }: { url: string; token: string },
  hear: (frame: Bag) => void,
): ForeignPeer => {
  const address = `${url.replace(/^http/, 'ws')}/ws`
  const child = Bun.spawn([...command, address, token], { stdin: 'pipe', stdout: 'pipe', stderr: 'inherit' })
  endWithTests(child)
  const own: Bag[] = []
  const over = listen(child.stdout, frame => ('peer' in frame ? own.push(frame) : hear(frame)))
  const say = (line: string) => {
    child.stdin.write(`${line}\n`)
    child.stdin.flush()
  }
  const pongs = () => own.filter(({ peer }) => peer === 'pong').length
  return {
    send: frame => say(JSON.stringify(frame)),
    ping: async () => {
      const before = pongs()
      say('ping')
      await until(() => pongs() > before, { what: 'a pong' })
    },
    close: async () => {
      child.stdin.end()
      await over
      return own.find(({ peer }) => peer === 'closed')?.code
    },
    kill: async () => {
      child.kill('SIGKILL')
      await over
    },
  }
}

const listen = async (stream: ReadableStream<Uint8Array>, hear: (frame: Bag) => void): Promise<void> => {
  const decoder = new TextDecoder()
  let rest = ''
  for await (const piece of stream) {
    const lines = (rest + decoder.decode(piece, { stream: true })).split('\n')
    rest = lines.pop() ?? ''
    for (const line of lines) hear(JSON.parse(line))
  }
}
