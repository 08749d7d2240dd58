import { cpSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { temporaryFolder } from '../support/leftovers.ts'

const root = join(import.meta.dir, '../..')

/** A copy of the server whose page is the same in another build; its entry, relative to the project. */
export const otherBuild = (build: string): string => {
  const nest = temporaryFolder('build')
  for (const part of ['src', 'package.json', 'dist/web'])
    cpSync(join(root, part), join(nest, part), { recursive: true })
  symlinkSync(join(root, 'node_modules'), join(nest, 'node_modules'))
  const web = join(nest, 'dist/web')
  const manifest = JSON.parse(readFileSync(join(web, 'manifest.json'), 'utf8'))
  for (const path of ['index.html', 'worker.js']) {
    writeFileSync(join(web, path), readFileSync(join(web, path), 'utf8').replaceAll(manifest.build, build))
    for (const packed of ['br', 'gz']) rmSync(join(web, `${path}.${packed}`))
  }
  const files = manifest.files.map((file: { path: string }) =>
    file.path.startsWith('assets/') ? file : { ...file, br: null },
  )
  writeFileSync(join(web, 'manifest.json'), JSON.stringify({ build, files }))
  return relative(root, join(nest, 'src/main.ts'))
}
