import { readFileSync } from 'node:fs'
import { BackupError } from './backup.ts'

/** The first line of a file, since what stands in an argument or in the environment is seen by others. */
export const passphraseIn = (keyFile: string | null): string | null => {
  if (keyFile === null) return null
  let text: string
  try {
    text = readFileSync(keyFile, 'utf8')
  } catch {
    throw new BackupError(`The file ${keyFile} with the passphrase cannot be read.`)
  }
  const [line = ''] = text.split(/\r?\n/)
  if (line.trim() === '') throw new BackupError(`The file ${keyFile} has no passphrase in its first line.`)
  return line
}
