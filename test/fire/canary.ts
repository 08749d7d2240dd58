import { cpSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { temporaryFolder } from '../support/leftovers.ts'
import { type CanaryName, canaries } from './canaries.ts'

const root = join(import.meta.dir, '../..')

/**
 * A copy of the server with one fault built in; returns its entry, relative to the project. The product itself has no
 * switch for it. Throws if the text to replace is not there exactly once: then the canary needs to learn the new code.
 */
export const hatch = (name: CanaryName): string => {
  const nest = temporaryFolder('canary')
  for (const part of ['src', 'package.json']) cpSync(join(root, part), join(nest, part), { recursive: true })
  for (const part of ['node_modules', 'dist']) symlinkSync(join(root, part), join(nest, part))
  for (const { file, find, replace } of canaries[name]) {
    const path = join(nest, file)
    const source = readFileSync(path, 'utf8')
    if (source.split(find).length !== 2) throw new Error(`canary "${name}": ${file} does not hold this once:\n${find}`)
    writeFileSync(
      path,
      source.replace(find, () => replace),
    )
  }
  return relative(root, join(nest, 'src/main.ts'))
}
