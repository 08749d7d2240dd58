import { codeAt } from '#app/credentials/one-time-code.ts'

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'

/** What an app makes of the key that it is shown: the code of now, or of so many half minutes later. */
export const codeOf = (key: string, later = 0): string => {
  const bits = [...key].map(sign => ALPHABET.indexOf(sign).toString(2).padStart(5, '0')).join('')
  const bytes = Buffer.from((bits.match(/.{8}/g) ?? []).map(byte => Number.parseInt(byte, 2)))
  return codeAt(bytes, Math.floor(Date.now() / 30_000) + later)
}
