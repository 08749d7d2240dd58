import type { PageItself } from './api.ts'
import { SHELL_WORKER, trustedScript } from './trusted.ts'

/** A worker that needs longer than this to fetch one build will not be waited for. */
const PATIENCE_MS = 30_000
/** A page that was replaced unasked is not replaced again for this long: servers of two builds may answer in turn. */
const REST_MS = 60_000
const RENEWED = 'flack.renewed'

/** Keeps the page for the next start, where the browser can (https and localhost). Without it everything else works. */
export const keepPage = async (): Promise<void> => {
  if (!('serviceWorker' in navigator)) return
  // A browser that refuses (a private window, no room) loads the page from the network, as ever.
  await navigator.serviceWorker.register(trustedScript(SHELL_WORKER)).catch(() => {})
}

export const thisPage = (): PageItself => ({
  build: document.querySelector<HTMLMetaElement>('meta[name="build"]')?.content ?? null,
  prepare: async () => {
    // Where a browser does not tell, it has not taken this page from a worker either.
    const registration = await navigator.serviceWorker?.getRegistration().catch(() => undefined)
    return registration === undefined || (await isUpToDate(registration)) || giveUp(registration)
  },
  isBusy: () =>
    // A note that is being spoken, and files that nothing keeps, would be lost.
    document.querySelector('dialog[open], .recorder, .tray-unkept') !== null ||
    [
      ...document.querySelectorAll<HTMLInputElement | HTMLTextAreaElement>(
        'textarea, input:not([type="radio"], [type="checkbox"], [type="range"])',
      ),
    ].some(field => field.value !== ''),
  mayReload: build => {
    const [last, at] = readRenewed()
    return last !== build && Date.now() - at > REST_MS
  },
  reload: build => {
    writeRenewed(build)
    location.reload()
  },
})

/** Fetches the server's worker, and waits until it has taken over: before, a reload would bring the old page again. */
const isUpToDate = async (registration: ServiceWorkerRegistration): Promise<boolean> => {
  try {
    await registration.update()
  } catch {
    return false
  }
  const coming = registration.installing ?? registration.waiting
  return coming === null || hasTakenOver(coming)
}

const hasTakenOver = (worker: ServiceWorker): Promise<boolean> =>
  new Promise(resolve => {
    const timer = setTimeout(() => resolve(false), PATIENCE_MS)
    const look = () => {
      if (worker.state !== 'activated' && worker.state !== 'redundant') return
      clearTimeout(timer)
      resolve(worker.state === 'activated')
    }
    worker.addEventListener('statechange', look)
    look()
  })

/** A worker that cannot update would serve the old page for ever: removes it, if the network can bring the page. */
const giveUp = async (registration: ServiceWorkerRegistration): Promise<boolean> => {
  const page = await fetch('/', { cache: 'no-store' }).catch(() => null)
  return page?.ok === true && registration.unregister()
}

/** Of this tab: other tabs have their own page. */
const readRenewed = (): [build: string, at: number] => {
  try {
    const [build = '', at] = (sessionStorage.getItem(RENEWED) ?? '').split(' ')
    return [build, Number(at) || 0]
  } catch {
    // Nothing can be remembered here, so that nothing is done unasked.
    return ['', Number.POSITIVE_INFINITY]
  }
}

const writeRenewed = (build: string): void => {
  try {
    sessionStorage.setItem(RENEWED, `${build} ${Date.now()}`)
  } catch {
    // Without sessionStorage only a reload that somebody asked for gets here: see `readRenewed`.
  }
}
