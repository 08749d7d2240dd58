/** A page that does no more than it must: kept by a service worker, it draws its lines out of IndexedDB. */
export const servePlain = (lines: readonly string[]): { url: string; stop(): void } => {
  const files: Record<string, [type: string, text: string]> = {
    '/': [
      'text/html',
      '<!doctype html><title>Plain</title><div role="log"></div><script defer src="/page.js"></script>',
    ],
    '/page.js': ['text/javascript', `(${draw})()`],
    '/worker.js': ['text/javascript', `(${keep})()`],
    '/lines': ['application/json', JSON.stringify(lines)],
  }
  const server = Bun.serve({
    port: 0,
    hostname: '127.0.0.1',
    fetch: request => {
      const [type, text] = files[new URL(request.url).pathname] ?? []
      return text === undefined
        ? new Response(null, { status: 404 })
        : new Response(text, { headers: { 'content-type': `${type};charset=utf-8` } })
    },
  })
  return { url: `http://127.0.0.1:${server.port}`, stop: () => void server.stop(true) }
}

/** In the page. The first time it fetches the lines and the worker, and shows them once both are kept. */
async function draw(): Promise<void> {
  const done = <T>(request: IDBRequest<T>) =>
    new Promise<T>((resolve, reject) => {
      request.onsuccess = () => resolve(request.result)
      request.onerror = () => reject(request.error)
    })
  const opening = indexedDB.open('plain', 1)
  opening.onupgradeneeded = () => opening.result.createObjectStore('lines')
  const db = await done(opening)
  let lines: string[] | undefined = await done(db.transaction('lines').objectStore('lines').get('all'))
  if (lines === undefined) {
    lines = (await (await fetch('/lines')).json()) as string[]
    await done(db.transaction('lines', 'readwrite').objectStore('lines').put(lines, 'all'))
    await navigator.serviceWorker.register('/worker.js')
    await navigator.serviceWorker.ready
  }
  const articles = lines.map(line => {
    const article = document.createElement('article')
    const text = document.createElement('p')
    text.textContent = line
    article.append(text)
    return article
  })
  document.querySelector('[role="log"]')?.append(...articles)
  scrollTo(0, document.body.scrollHeight)
}

/** In the worker. */
function keep(): void {
  const worker = self as unknown as {
    addEventListener(
      type: string,
      hear: (event: { waitUntil(work: unknown): void; respondWith(answer: unknown): void; request: Request }) => void,
    ): void
  }
  const kept = caches.open('plain')
  worker.addEventListener('install', event => event.waitUntil(kept.then(cache => cache.addAll(['/', '/page.js']))))
  worker.addEventListener('fetch', event =>
    event.respondWith(caches.match(event.request).then(answer => answer ?? fetch(event.request))),
  )
}
