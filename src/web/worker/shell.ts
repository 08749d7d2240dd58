/** What one build of the page consists of. `bin/build.ts` puts it in front of the built worker. */
export interface Shell {
  build: string
  /** Paths of the files with a hash in their names: each is fetched once and never changes. */
  assets: readonly string[]
}

const PREFIX = 'flack-shell-'
/** Builds that are kept: this one, and the one that a page in another tab may still be of. */
const KEPT = 2
const PAGE = '/'

/**
 * Keeps all files of one build, or throws: half a page would be worse than the old one. The page itself is asked for
 * anew, and taken only if it is of this build, since the server may have changed between two answers.
 */
export const keepShell = async ({ build, assets }: Shell): Promise<void> => {
  const page = await fetchedPage(build)
  if (page === null) throw new Error('The server has another build by now.')
  const cache = await caches.open(PREFIX + build)
  await Promise.all([cache.put(PAGE, page), cache.addAll([...assets])])
}

/** Forgets all but the newest builds. */
export const dropOldShells = async ({ build }: Shell): Promise<void> => {
  const shells = (await caches.keys()).filter(name => name.startsWith(PREFIX))
  const older = shells.filter(name => name !== PREFIX + build)
  await Promise.all(older.slice(0, Math.max(0, older.length - (KEPT - 1))).map(name => caches.delete(name)))
}

/** The answer to a request of the page; null where it is none of the shell's business. */
export const answerFrom = (shell: Shell, request: Request): Promise<Response> | null => {
  const { origin, pathname } = new URL(request.url)
  if (request.method !== 'GET' || origin !== location.origin) return null
  if (request.mode === 'navigate') return isPage(pathname) ? keptPage(shell, request) : null
  return pathname.startsWith('/assets/') ? keptAsset(request) : null
}

/** The page may have other headers by now, although it is the same build. */
export const refreshPage = async ({ build }: Shell): Promise<void> => {
  const page = await fetchedPage(build)
  if (page !== null && (await caches.has(PREFIX + build))) await (await caches.open(PREFIX + build)).put(PAGE, page)
}

const isPage = (path: string): boolean => path === '/' || path === '/settings' || path.startsWith('/c/')

/** The page of the kept build. Browsers delete kept files as they like: without all of them the network is asked. */
const keptPage = async ({ build, assets }: Shell, request: Request): Promise<Response> => {
  try {
    const cache = await caches.open(PREFIX + build)
    const [page, files] = await Promise.all([cache.match(PAGE, anyForm), cache.keys()])
    if (page !== undefined && files.length > assets.length) return page
  } catch {
    // The kept files cannot be read: the network brings the page.
  }
  return fetch(request)
}

const keptAsset = async (request: Request): Promise<Response> =>
  (await caches.match(request, anyForm).catch(() => undefined)) ?? fetch(request)

/** Kept files are kept unpacked. */
const anyForm = { ignoreVary: true }

/** Null where the server has the page of another build. */
const fetchedPage = async (build: string): Promise<Response | null> => {
  const page = await fetch(PAGE, { cache: 'no-cache' })
  const isOurs = page.ok && !page.redirected && (await page.clone().text()).includes(`content="${build}"`)
  return isOurs ? page : null
}
