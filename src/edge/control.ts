import { chmodSync, rmSync } from 'node:fs'
import * as v from 'valibot'
import { type Door, wire } from '#app/door.ts'
import { isCommand } from '#app/inbound.ts'
import type { Log } from '#app/log.ts'
import { unavailable } from '#app/refused.ts'
import { parseInbound } from '#protocol/codec.ts'
import { json } from './answers.ts'

/**
 * The private socket of the command line: a file in the data directory that only its owner may open (LIVE). JSON over
 * HTTP, `POST /enter`, `/own`, `/link`, `/upload` and `/run` as in `app/door.ts`; it ends in the same door as everything else. A directory
 * where no socket can be (on a network disk, say) costs only the command line, so that is logged and borne.
 */
export const serveControl = (file: string, door: Door, log: Log): { stop(): Promise<void> } => {
  try {
    // Whoever left it is gone: the lock of the directory is ours.
    rmSync(file, { force: true })
    const server = Bun.serve({
      unix: file,
      maxRequestBodySize: BODY_BYTES,
      routes: {
        '/': new Response('flack\n'),
        '/enter': { POST: async request => answer(await bodyOf(request), said => enter(door, said)) },
        '/own': { POST: async () => answer(null, () => door.own()) },
        '/link': { POST: async request => answer(await bodyOf(request), said => link(door, said)) },
        '/upload': { POST: async request => answer(await bodyOf(request), said => upload(door, said)) },
        '/act': { POST: async request => answer(await bodyOf(request), said => act(door, said)) },
        '/run': { POST: async request => answer(await bodyOf(request), said => run(door, said)) },
      },
      fetch: () => json(404, {}),
      error: error => {
        log.error('control.failed', { error: String(error) })
        return json(200, { refused: unavailable })
      },
    })
    chmodSync(file, 0o600)
    return {
      stop: async () => {
        await server.stop(true)
        rmSync(file, { force: true })
      },
    }
  } catch (error) {
    log.warn('control.unavailable', { error: String(error) })
    return { stop: async () => {} }
  }
}

const BODY_BYTES = 1024 * 1024

const invalid = {
  refused: { code: 'invalid', message: 'This page is older than the server. Reload it.' },
}

const answer = async (body: unknown, act: (body: unknown) => Promise<object>): Promise<Response> =>
  json(200, await act(body))

const enter = async (door: Door, body: unknown): Promise<object> => {
  const said = v.safeParse(wire.enter.said, body)
  return said.success ? door.enter(said.output.name) : invalid
}

const link = async (door: Door, body: unknown): Promise<object> => {
  const said = v.safeParse(wire.link.said, body)
  return said.success ? door.link(said.output.named) : invalid
}

const upload = async (door: Door, body: unknown): Promise<object> => {
  const said = v.safeParse(wire.upload.said, body)
  return said.success ? door.upload(said.output.token, said.output.file) : invalid
}

const act = async (door: Door, body: unknown): Promise<object> => {
  const said = v.safeParse(wire.act.said, body)
  const { do: name, ...fields } = said.success ? said.output.said : {}
  return typeof name === 'string' ? door.act({ do: name, ...fields }) : invalid
}

const run = async (door: Door, body: unknown): Promise<object> => {
  const said = v.safeParse(wire.run.said, body)
  if (!said.success) return invalid
  // The one parser of commands takes frames, which have an id.
  const parsed = parseInbound(JSON.stringify({ ...said.output.command, id: 0 }))
  if ('refused' in parsed) return { refused: parsed.refused }
  return isCommand(parsed.said) ? door.run(said.output.token, parsed.said) : invalid
}

const bodyOf = (request: Request): Promise<unknown> => request.json().catch(() => null)
