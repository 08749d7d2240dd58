// Writes the generated files about emoji anew.
import { writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { emojiFiles } from './lib/emoji-files.ts'

const root = dirname(import.meta.dir)
for (const [path, text] of Object.entries(emojiFiles())) writeFileSync(`${root}/${path}`, text)
