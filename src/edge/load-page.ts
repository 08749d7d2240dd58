import { join } from 'node:path'
import * as v from 'valibot'
import type { Asset, Page } from './pages.ts'

const Manifest = v.object({
  build: v.string(),
  files: v.array(v.object({ path: v.string(), type: v.string(), br: v.nullable(v.number()) })),
})

/** Reads the built page from its folder into memory. Throws where it was not built. */
export const loadPage = async (folder: string): Promise<Page> => {
  const manifest = v.parse(Manifest, await Bun.file(join(folder, 'manifest.json')).json())
  const files = new Map(
    await Promise.all(
      manifest.files.map(
        async ({ path, type, br }) => [`/${path}`, await loadAsset(join(folder, path), type, br !== null)] as const,
      ),
    ),
  )
  return { build: manifest.build, files, scripts: scriptsIn(files.get('/index.html')) }
}

/** The content policy names what is inside the page by its hash. */
const scriptsIn = (index: Asset | undefined): string[] =>
  [...new TextDecoder().decode(index?.bytes).matchAll(/<script>(.*?)<\/script>/gs)].map(
    ([, script = '']) => `'sha256-${new Bun.CryptoHasher('sha256').update(script).digest('base64')}'`,
  )

const loadAsset = async (file: string, type: string, compressed: boolean): Promise<Asset> => {
  const bytes = await bytesOf(file)
  return compressed
    ? { bytes, type, br: await bytesOf(`${file}.br`), gzip: await bytesOf(`${file}.gz`) }
    : { bytes, type }
}

const bytesOf = (file: string): Promise<Uint8Array<ArrayBuffer>> => Bun.file(file).bytes()
