import { readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { root } from './project.mjs'

const folder = `${root}/dist/web`

/** What the browser must fetch, compressed, before the first message can show: page, scripts, styles. */
export const firstLoadLimit = 70_000

/** @returns {{bytes: number, files: {path: string, br: number}[]}} the compressed files of the first load */
export const firstLoad = () => {
  const { files } = JSON.parse(readFileSync(`${folder}/manifest.json`, 'utf8'))
  const sizes = new Map(files.map(({ path, br }) => [path, br]))
  const needed = [...reach('index.html', new Set())].map(path => ({ path, br: sizes.get(path) }))
  return { bytes: needed.reduce((sum, { br }) => sum + br, 0), files: needed }
}

/** Follows static references only: what `import()` fetches later is not part of the first load. */
const reach = (path, seen) => {
  if (seen.has(path)) return seen
  seen.add(path)
  const text = readFileSync(`${folder}/${path}`, 'utf8')
  for (const [, reference] of text.matchAll(references(path))) {
    reach(reference.startsWith('/') ? reference.slice(1) : join(dirname(path), reference), seen)
  }
  return seen
}

const references = path =>
  path.endsWith('.html')
    ? /(?:src|href)="([^"]+\.(?:js|css))"/g
    : path.endsWith('.css')
      ? /@import\s*(?:url\()?"([^"]+\.css)"/g
      : /(?:^|[;}\s])(?:import|export)\s*(?:[\w*{][^"'()]*from\s*)?"([^"]+\.js)"/g
