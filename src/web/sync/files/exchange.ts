/** One request, with the progress of what is sent: `fetch` does not tell that. */

export interface Asked {
  method: 'POST' | 'PATCH' | 'HEAD' | 'DELETE' | 'GET'
  headers: Record<string, string>
  body?: Blob
  /** Bytes of the body that have left so far. */
  onProgress?: (sent: number) => void
}

export interface Answered {
  status: number
  header(name: string): string | null
  body: unknown
}

/** Null where no answer came: no network, no server, or `signal` was aborted. */
export type Exchange = (path: string, asked: Asked, signal: AbortSignal) => Promise<Answered | null>

/** So long nothing may move on the line, milliseconds, before it counts as dead. */
const SILENCE_MS = 30_000

export const exchange: Exchange = (path, { method, headers, body, onProgress }, signal) =>
  new Promise(resolve => {
    const request = new XMLHttpRequest()
    const give = () => request.abort()
    let silence = setTimeout(give, SILENCE_MS)
    const end = (answered: Answered | null) => {
      clearTimeout(silence)
      signal.removeEventListener('abort', give)
      resolve(answered)
    }
    request.open(method, path)
    for (const [name, value] of Object.entries(headers)) request.setRequestHeader(name, value)
    request.upload.onprogress = ({ loaded }) => {
      clearTimeout(silence)
      silence = setTimeout(give, SILENCE_MS)
      onProgress?.(loaded)
    }
    request.onload = () =>
      end({
        status: request.status,
        header: name => request.getResponseHeader(name),
        body: parsed(request.responseText),
      })
    request.onerror = () => end(null)
    request.onabort = () => end(null)
    signal.addEventListener('abort', give)
    if (signal.aborted) end(null)
    else request.send(body)
  })

const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}
