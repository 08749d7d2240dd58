import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { importsIn, withoutComments } from '../../bin/lib/imports.mjs'

/** One source file of the project. */
export interface Source {
  /** From the project's root: `src/app/app.ts`. */
  path: string
  /** `app`, `web`, …; for a file directly under `src` its own name: `main.ts`. */
  layer: string
  text: string
  /** The text with comments and the insides of plain strings blanked out: what really is code. */
  code: string
}

/** One import of a source. `target` is a path from the root (`src/store/store.ts`), or the name of a package. */
export interface Import {
  from: Source
  specifier: string
  target: string
  typeOnly: boolean
}

const root = join(import.meta.dir, '../..')

/** All hand-written TypeScript and script files below a folder; none where there is no such folder. */
export function sourcesIn(folder: string): Source[] {
  if (!existsSync(join(root, folder))) return []
  return readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
    .filter(entry => entry.isFile() && /\.(ts|tsx|mjs)$/.test(entry.name))
    .map(entry => relative(root, join(entry.parentPath, entry.name)))
    .sort()
    .map(read)
}

/** Tests and contract suites may import across layers. */
export function isTest({ path }: Source): boolean {
  return /\.(test|contract)\.tsx?$/.test(path)
}

/** Imports and re-exports, static and dynamic, those of types included. */
export function importsOf(from: Source): Import[] {
  return importsIn(from.path, from.text).map(found => ({ from, ...found }))
}

/** The layer that an import leads to; undefined for a package. */
export function layerOf(path: string): string | undefined {
  return path.startsWith('src/') ? path.split('/')[1] : undefined
}

function read(path: string): Source {
  const text = readFileSync(join(root, path), 'utf8')
  const code = withoutComments(text).replace(/'(?:[^'\\\n]|\\.)*'/g, "''")
  return { path, layer: layerOf(path) ?? '', text, code }
}
