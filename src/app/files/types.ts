/** What the bytes of a file seem to be. Never a proof: a script can begin like a picture. How it is served rests on other rules. */

/** Where types that begin like texts or archives are told apart by the name. */
const byEnding: Readonly<Record<string, string>> = {
  md: 'text/markdown',
  csv: 'text/csv',
  tsv: 'text/tab-separated-values',
  html: 'text/html',
  htm: 'text/html',
  svg: 'image/svg+xml',
  xml: 'text/xml',
  json: 'application/json',
  js: 'text/javascript',
  css: 'text/css',
}

const inArchives: Readonly<Record<string, string>> = {
  docx: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  pptx: 'application/vnd.openxmlformats-officedocument.presentationml.presentation',
  odt: 'application/vnd.oasis.opendocument.text',
  ods: 'application/vnd.oasis.opendocument.spreadsheet',
  odp: 'application/vnd.oasis.opendocument.presentation',
  epub: 'application/epub+zip',
}

/** What records sound alone writes it as films are written, and says by the name that there is nothing to be seen. */
const sounds: Readonly<Record<string, string>> = { weba: 'audio/webm', m4a: 'audio/mp4' }

export const UNKNOWN_TYPE = 'application/octet-stream'

/** So much of a file is looked at. */
export const HEAD_BYTES = 16 * 1024

/** The type of a file by its first bytes and, where these leave it open, its name. */
export const typeOf = async (head: Uint8Array, name: string): Promise<string> => {
  const { fileTypeFromBuffer } = await import('file-type')
  const found = await fileTypeFromBuffer(head).catch(() => undefined)
  const ending = /\.([a-z0-9]{1,8})$/i.exec(name)?.[1]?.toLowerCase() ?? ''
  if (found?.mime === 'application/zip') return inArchives[ending] ?? found.mime
  if (found?.mime.startsWith('video/') && ending in sounds) return sounds[ending] ?? found.mime
  // A page of the web in its strict form says that it is XML.
  if (found !== undefined && found.mime !== 'application/xml') return found.mime.split(';')[0] ?? UNKNOWN_TYPE
  if (head.length > 0 && !isText(head)) return UNKNOWN_TYPE
  return byEnding[ending] ?? 'text/plain'
}

/** UTF-8 without anything that no text has. The last sign may be cut. */
const isText = (head: Uint8Array): boolean => {
  if (head.some(byte => byte < 9 || (byte > 13 && byte < 27) || (byte > 27 && byte < 32))) return false
  for (let cut = 0; cut < 4; cut++) {
    try {
      new TextDecoder('utf-8', { fatal: true }).decode(head.subarray(0, head.length - cut))
      return true
    } catch {
      // It may be a sign that is cut.
    }
    if (head.length < HEAD_BYTES) return false
  }
  return false
}
