/** What our own page does to bring a file: tus 1.0, by hand, so that the protocol is tested and not a library. */

export type Guest = { token: string }

const TUS = { 'tus-resumable': '1.0.0' }
const OFFSET = { 'content-type': 'application/offset+octet-stream' }

let uploads = 0

type Beginning = { channel: string; name: string; size: number; clientId?: string }

const base64 = (text: string): string => Buffer.from(text).toString('base64')

const bearer = ({ token }: Guest) => ({ authorization: `Bearer ${token}` })

/** `POST /files`. */
export const begin = (url: string, guest: Guest, { channel, name, size, clientId }: Beginning): Promise<Response> =>
  fetch(new URL('/files', url), {
    method: 'POST',
    headers: {
      ...TUS,
      ...bearer(guest),
      'upload-length': String(size),
      'upload-metadata': Object.entries({ channel, name, clientId: clientId ?? `upload-${++uploads}` })
        .map(([key, value]) => `${key} ${base64(value)}`)
        .join(','),
    },
  })

/** `PATCH /files/F…`. */
export const goOn = (url: string, guest: Guest, path: string, offset: number, bytes: BodyInit): Promise<Response> =>
  fetch(new URL(path, url), {
    method: 'PATCH',
    headers: { ...TUS, ...OFFSET, ...bearer(guest), 'upload-offset': String(offset) },
    body: bytes,
  })

/** `HEAD /files/F…`: how much is there; null where there is no such upload. */
export const offsetOf = async (url: string, guest: Guest, path: string): Promise<number | null> => {
  const answer = await fetch(new URL(path, url), { method: 'HEAD', headers: { ...TUS, ...bearer(guest) } })
  return answer.ok ? Number(answer.headers.get('upload-offset')) : null
}

export const cancel = (url: string, guest: Guest, path: string): Promise<Response> =>
  fetch(new URL(path, url), { method: 'DELETE', headers: { ...TUS, ...bearer(guest) } })

/** `GET /files/…`. */
export const get = (url: string, guest: Guest, path: string, headers: Record<string, string> = {}): Promise<Response> =>
  fetch(new URL(path, url), { headers: { ...bearer(guest), ...headers } })

/** A whole upload: its id. */
export const upload = async (
  url: string,
  guest: Guest,
  channel: string,
  name: string,
  content: string | Uint8Array<ArrayBuffer>,
): Promise<string> => {
  const bytes = typeof content === 'string' ? new TextEncoder().encode(content) : content
  const begun = await begin(url, guest, { channel, name, size: bytes.length })
  if (begun.status !== 201) throw new Error(`An upload was not begun: ${begun.status} ${await begun.text()}`)
  const path = begun.headers.get('location') ?? ''
  if (bytes.length > 0) {
    const done = await goOn(url, guest, path, 0, bytes)
    if (done.status !== 204) throw new Error(`An upload was not taken: ${done.status} ${await done.text()}`)
  }
  return path.slice('/files/'.length)
}
