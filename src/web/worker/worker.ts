import { answerFrom, dropOldShells, keepShell, refreshPage, type Shell } from './shell.ts'

/** As much of a service worker's surroundings as is used here; the page's types know only the window's. */
interface WorkerScope {
  skipWaiting(): Promise<void>
  addEventListener(type: 'install' | 'activate', hear: (event: Lasting) => void): void
  addEventListener(type: 'fetch', hear: (event: Lasting & Asked) => void): void
}

interface Lasting {
  waitUntil(work: Promise<unknown>): void
}

interface Asked {
  request: Request
  respondWith(answer: Promise<Response>): void
}

declare const SHELL: Shell

/**
 * The page starts from what is kept here, with or without a server. A new build takes over as soon as it is complete;
 * pages that are open go on with theirs, and see by themselves to the change.
 */
const worker = self as unknown as WorkerScope

worker.addEventListener('install', event => event.waitUntil(keepShell(SHELL).then(() => worker.skipWaiting())))
worker.addEventListener('activate', event => event.waitUntil(dropOldShells(SHELL)))
worker.addEventListener('fetch', event => {
  const answer = answerFrom(SHELL, event.request)
  if (answer === null) return
  event.respondWith(answer)
  if (event.request.mode === 'navigate') event.waitUntil(answer.then(() => refreshPage(SHELL)).catch(() => {}))
})
