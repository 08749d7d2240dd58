// Builds the web page into dist/web: hashed names, the worker that keeps them, compressed copies, and a manifest of it all.
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { basename, dirname, join, relative } from 'node:path'
import { brotliCompressSync, constants, gzipSync } from 'node:zlib'
import { emojiLanguages, localWords } from './lib/emoji-files.ts'

/** One line of dist/web/manifest.json. `br` is the size of the file's `.br` sibling; null: it has neither `.br` nor `.gz`. */
interface BuiltFile {
  path: string
  type: string
  bytes: number
  br: number | null
}

const root = dirname(import.meta.dir)
const target = `${root}/dist/web`
/** How the files of words for emoji begin. */
const WORDS = 'assets/emoji-words-'

try {
  await build()
} catch (error) {
  // A failed bundle brings one message per mistake, each with its place.
  const mistakes = error instanceof AggregateError ? error.errors : [error]
  for (const mistake of mistakes) console.error(mistake)
  process.exit(1)
}

async function build(): Promise<void> {
  await Bun.$`mkdir -p ${root}/dist`.quiet()
  const draft = mkdtempSync(`${root}/dist/.web-`)
  try {
    await bundle(draft, await bundleLater(draft))
    refuseInline(readFileSync(`${draft}/index.html`, 'utf8'))
    await inlineEarly(draft)
    const build = await name(draft)
    const files = list(draft).map(path => compress(draft, path))
    writeFileSync(`${draft}/manifest.json`, JSON.stringify({ build, files }, null, 2))
    // Two renames, so that a server which starts just now finds the old page or the new one.
    if (existsSync(target)) renameSync(target, `${draft}.old`)
    renameSync(draft, target)
  } finally {
    rmSync(draft, { recursive: true, force: true })
    rmSync(`${draft}.old`, { recursive: true, force: true })
  }
}

/** Assets that the page asks for by itself, later: their addresses by the names that it has for them. */
async function bundleLater(outdir: string): Promise<Record<string, unknown>> {
  return {
    EMOJI_WORDS: emojiWords(outdir),
    COLOURS_WORKER: await asset(outdir, 'worker/colours.ts'),
    LATE_STYLES: await asset(outdir, 'styles/late.css'),
  }
}

/** A file of words for each language, of which a page fetches one at most: the worker keeps none of them. */
function emojiWords(outdir: string): Record<string, string> {
  mkdirSync(`${outdir}/assets`, { recursive: true })
  return Object.fromEntries(
    emojiLanguages().map(language => {
      const text = localWords(language)
      const path = `${WORDS}${language}-${contentHash([text]).slice(0, 8)}.txt`
      writeFileSync(`${outdir}/${path}`, text)
      return [language, `/${path}`]
    }),
  )
}

/** Bundles one file of the page into an asset of its own. */
async function asset(outdir: string, source: string): Promise<string> {
  const { outputs } = await Bun.build({
    entrypoints: [`${root}/src/web/${source}`],
    target: 'browser',
    format: 'iife',
    minify: true,
  })
  const built = (await outputs[0]?.text()) ?? ''
  const path = `assets/${basename(source)
    .replace(/\.ts$/, '.js')
    .replace('.', `-${contentHash([built]).slice(0, 8)}.`)}`
  mkdirSync(`${outdir}/assets`, { recursive: true })
  writeFileSync(`${outdir}/${path}`, built)
  return `/${path}`
}

/** Absolute addresses, because the same page is served at `/` and at `/c/…`. */
async function bundle(outdir: string, later: Record<string, unknown>): Promise<void> {
  await Bun.build({
    entrypoints: [`${root}/src/web/index.html`],
    outdir,
    target: 'browser',
    minify: true,
    splitting: true,
    // See protocol/commands.ts.
    drop: ['serverReads'],
    publicPath: '/',
    naming: { entry: '[name].[ext]', chunk: 'assets/[name]-[hash].[ext]', asset: 'assets/[name]-[hash].[ext]' },
    define: {
      'process.env.NODE_ENV': '"production"',
      ...Object.fromEntries(Object.entries(later).map(([name, path]) => [name, JSON.stringify(path)])),
    },
  })
}

/**
 * What must have happened before the first paint is a classic script in front of everything: modules come too late.
 * It is inside the page, since a file of its own would take another round trip; the server allows it by its hash.
 */
async function inlineEarly(outdir: string): Promise<void> {
  const { outputs } = await Bun.build({
    entrypoints: [`${root}/src/web/early.ts`],
    target: 'browser',
    format: 'iife',
    minify: true,
  })
  const script = (await outputs[0]?.text())?.trim() ?? ''
  if (/<\/?script|<!--/i.test(script)) throw new Error('src/web/early.ts cannot stand inside a page.')
  const html = readFileSync(`${outdir}/index.html`, 'utf8')
  writeFileSync(
    `${outdir}/index.html`,
    html.replace(/(?=<link rel="stylesheet")/, () => `<script>${script}</script>`),
  )
}

/**
 * Names the build by everything that it consists of, and tells it to the page, which compares it with the server's, and
 * to the worker, which keeps just these files. Its address has no hash: browsers ask for a worker again by its name.
 */
async function name(outdir: string): Promise<string> {
  const worker = await bundleWorker()
  const assets = list(outdir).filter(path => path.startsWith('assets/'))
  const html = readFileSync(`${outdir}/index.html`, 'utf8')
  const build = contentHash([html, worker, ...assets.map(path => readFileSync(`${outdir}/${path}`))])
  const shell = { build, assets: assets.filter(path => !path.startsWith(WORDS)).map(path => `/${path}`) }
  writeFileSync(`${outdir}/index.html`, html.replace(/(?=<title>)/, `<meta name="build" content="${build}">`))
  writeFileSync(`${outdir}/worker.js`, `const SHELL=${JSON.stringify(shell)};${worker}`)
  return build
}

async function bundleWorker(): Promise<string> {
  const { outputs } = await Bun.build({
    entrypoints: [`${root}/src/web/worker/worker.ts`],
    target: 'browser',
    format: 'iife',
    minify: true,
  })
  return (await outputs[0]?.text()) ?? ''
}

/** The content policy allows no inline style, and no script inside but one: such a page would be built, and then not work. */
function refuseInline(html: string): void {
  const inline = html.match(/<script(?![^>]*\ssrc=)[^>]*>|<style[^>]*>|<[^>]*\s(?:style|on[a-z]+)=[^>]*>/i)
  if (inline !== null) throw new Error(`src/web/index.html may not contain inline script or style: ${inline[0]}`)
}

function list(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter(entry => entry.isFile())
    .map(entry => relative(folder, join(entry.parentPath, entry.name)))
    .sort()
}

function compress(folder: string, path: string): BuiltFile {
  const bytes = readFileSync(`${folder}/${path}`)
  const type = Bun.file(path).type
  if (!/^text\/|json|javascript|svg|xml/.test(type)) return { path, type, bytes: bytes.length, br: null }
  const br = brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } })
  writeFileSync(`${folder}/${path}.br`, br)
  writeFileSync(`${folder}/${path}.gz`, gzipSync(bytes, { level: 9 }))
  return { path, type, bytes: bytes.length, br: br.length }
}

function contentHash(parts: (string | Uint8Array)[]): string {
  const hash = new Bun.CryptoHasher('sha256')
  for (const part of parts) hash.update(part)
  return hash.digest('hex').slice(0, 12)
}
