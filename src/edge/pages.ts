import { notFound } from './answers.ts'

/** A file of the built page, read once, with its compressed forms. */
export type Asset = {
  bytes: Uint8Array<ArrayBuffer>
  type: string
  br?: Uint8Array<ArrayBuffer>
  gzip?: Uint8Array<ArrayBuffer>
}

/**
 * What the page is made of: files by path (`/assets/…`), and the page itself at `/index.html`. `scripts` are those inside
 * of it, as sources of the content policy (`'sha256-…'`).
 */
export type Page = { build: string; files: ReadonlyMap<string, Asset>; scripts: readonly string[] }

const FOREVER = 'public, max-age=31536000, immutable'

/** The page itself: the same at every address that it can show. */
export const page = (request: Request, { files }: Page): Response => {
  const index = files.get('/index.html')
  return index ? served(request, index, 'no-cache') : notFound()
}

/** A file with a hash in its name never changes; any other is asked for anew. */
export const asset = (request: Request, path: string, { files }: Page): Response => {
  const found = files.get(path)
  return found ? served(request, found, path.startsWith('/assets/') ? FOREVER : 'no-cache') : notFound()
}

const served = (request: Request, { bytes, type, br, gzip }: Asset, cache: string): Response => {
  const accepted = request.headers.get('accept-encoding') ?? ''
  const headers = { 'content-type': type, 'cache-control': cache, vary: 'accept-encoding' }
  if (br && /\bbr\b/.test(accepted)) return new Response(br, { headers: { ...headers, 'content-encoding': 'br' } })
  if (gzip && /\bgzip\b/.test(accepted))
    return new Response(gzip, { headers: { ...headers, 'content-encoding': 'gzip' } })
  return new Response(bytes, { headers })
}
