import type { Readable } from 'node:stream'
import type { Server } from '@tus/server'
import type { Files } from '#app/files/files.ts'
import type { Refusal } from '#protocol/refusals.ts'
import { refusals } from '#protocol/refusals.ts'
import { refusedResponse } from './answers.ts'
import type { Authenticated } from './credentials.ts'

type Actor = Authenticated['account']

export type Resumable = { handle(actor: Actor, request: Request): Promise<Response> }

/** What tus answers where it is thrown; `refused` is what we say in its place. */
class Refusing extends Error {
  readonly status_code: number
  readonly body: string

  constructor({ code, message, ...about }: Refusal) {
    super(code)
    this.status_code = refusals[code].http
    this.body = JSON.stringify({ error: code, message, ...about })
  }
}

const unknown = (): Refusing => new Refusing({ code: 'file_not_found', message: 'There is no such file.' })

/**
 * Uploads by tus 1.0. The library knows the protocol, and asks us for what there is; each request gets a server of its
 * own, a small object, so that what it asks is asked for whoever sent the request. The library comes with the first one.
 */
export const resumable = (files: Files): Resumable => {
  let loaded: Promise<(actor: Actor) => Server> | null = null
  return {
    handle: async (actor, request) => {
      loaded ??= load(files)
      const response = await (await loaded)(actor).handleWeb(request)
      return tidied(response)
    },
  }
}

const load = async (files: Files): Promise<(actor: Actor) => Server> => {
  const { MemoryLocker, Server: TusServer } = await import('@tus/server')
  const { DataStore, Upload } = await import('@tus/utils')

  class Uploads extends DataStore {
    readonly #actor: Actor
    override extensions = ['creation', 'creation-with-upload', 'termination']

    constructor(actor: Actor) {
      super()
      this.#actor = actor
    }

    override async create(upload: InstanceType<typeof Upload>) {
      return upload
    }

    override write(bytes: Readable, id: string, offset: number) {
      return files.write(this.#actor, id, offset, bytes).catch(refusedAs)
    }

    override async getUpload(id: string) {
      const found = await files.upload(this.#actor, id)
      if (found === null) throw unknown()
      await files.settle(this.#actor, id)
      return new Upload({ id, size: found.size, offset: found.offset })
    }

    override async remove(id: string) {
      if ((await files.upload(this.#actor, id)) === null) throw unknown()
      await files.drop(this.#actor, id)
    }
  }

  // Two requests for one upload wait for each other, whoever's server they are at.
  const locker = new MemoryLocker()
  return actor =>
    new TusServer({
      path: '/files',
      datastore: new Uploads(actor),
      locker,
      relativeLocation: true,
      allowedOrigins: () => false,
      namingFunction: async (request, said) => {
        const [channel, name, clientId] = [said?.channel ?? '', said?.name ?? '', said?.clientId ?? '']
        const size = Number(request.headers.get('upload-length'))
        if (!isSaid(channel, clientId, size)) throw new Refusing(invalid)
        const begun = await files.begin(actor, { channel, name, clientId, size })
        if ('refused' in begun) throw new Refusing(begun.refused)
        return begun.ok.id
      },
    })
}

const invalid: Refusal = {
  code: 'invalid',
  message: 'An upload says its Upload-Length, and in Upload-Metadata its channel, name and clientId.',
}

const isSaid = (channel: string, clientId: string, size: number): boolean =>
  /^[CDG][A-Z0-9]{8,20}$/.test(channel) &&
  /^[^\p{Cc}\p{Cs}]{1,64}$/u.test(clientId) &&
  Number.isSafeInteger(size) &&
  size >= 0

/** What there is no room for is refused as such; what failed in any other way may be tried again. */
const refusedAs = (error: unknown): never => {
  if (!(error instanceof Error)) throw error
  if (error.name === 'NoRoom')
    throw new Refusing({ code: 'storage_full', reason: 'disk_full', message: 'The disk of this server is full.' })
  if (error.name === 'WrongOffset')
    throw Object.assign(error, { status_code: 409, body: 'The upload is at another place.' })
  throw error
}

/** Our refusals are JSON; nobody else's page reads any of it. */
const tidied = async (response: Response): Promise<Response> => {
  const headers = new Headers(response.headers)
  for (const name of [...headers.keys()]) if (name.startsWith('access-control-')) headers.delete(name)
  headers.delete('content-length')
  const { status } = response
  const body = response.body === null ? null : await response.text()
  if (body?.startsWith('{')) headers.set('content-type', 'application/json; charset=utf-8')
  return status >= 500 && status !== 507
    ? refusedResponse({ code: 'unavailable', message: 'This could not be kept. Please try again.' })
    : new Response(status === 204 ? null : body, { status, headers })
}
