import type { Environment } from './api.ts'
import { attempt } from './attempt.ts'
import { whoAmI as askWhoIAm, readSession, signIn, signOut } from './auth.ts'
import { browserStorage } from './browser-storage.ts'
import { type EarlyLine, socketAddress, takeBegun, takeOver } from './early-start.ts'
import { DATABASE } from './early-storage.ts'
import { thisPage } from './page-itself.ts'
import { exclusively } from './tab-lock.ts'

/** The real surroundings. On plain http many of a browser's features are missing: each has a way around. */
export const browserEnvironment = (): Environment => ({
  now: Date.now,
  setTimer: (run, ms) => {
    const timer = setTimeout(run, ms)
    return () => clearTimeout(timer)
  },
  random: Math.random,
  newClientId,
  connect,
  signIn,
  signOut,
  whoAmI,
  onWake: wake =>
    listen(
      [window, 'online'],
      // Often only one of several networks has gone: whether ours has is for the connection to find out.
      [window, 'offline'],
      [window, 'pageshow'],
      [document, 'visibilitychange'],
    )(whenVisible(wake)),
  onHide: hide => listen([window, 'pagehide'], [document, 'visibilitychange'])(whenHidden(hide)),
  storage: browserStorage(DATABASE),
  memory: browserMemory(),
  exclusively,
  broadcast: browserBroadcast('flack'),
  page: thisPage(),
})

/**
 * Milliseconds since 1970, so that the server keeps what is sent at one time in one place, and 80 random bits.
 * `crypto.randomUUID` exists on https only.
 */
const newClientId = (): string =>
  Date.now().toString(16).padStart(12, '0') +
  Array.from(crypto.getRandomValues(new Uint8Array(10)), byte => byte.toString(16).padStart(2, '0')).join('')

/** The connection that `early-start.ts` opened for the person whom `whoAmI` named; `connect` takes it. */
let early: EarlyLine | null = null

const whoAmI: Environment['whoAmI'] = async () => {
  const begun = await takeBegun()
  if (begun === null) return askWhoIAm()
  early = begun.line
  return readSession(begun.session)
}

const connect: Environment['connect'] = (handlers, resume) => {
  const socket = (early && takeOver(early, handlers)) ?? open(handlers, resume)
  early = null
  // An early connection that `whoAmI` did not take: another tab had signed in, so this one never had to ask.
  void takeBegun().then(begun => begun?.line?.socket.close())
  return {
    send: text => {
      // A closing socket takes nothing more. Its `close` event comes later, and answers all open questions `lost`.
      if (socket.readyState === WebSocket.OPEN) socket.send(text)
    },
    close: code => socket.close(code),
  }
}

const open = (...[handlers, resume]: Parameters<Environment['connect']>): WebSocket => {
  const held = resume && `?${new URLSearchParams({ epoch: resume.epoch, own: String(resume.own) })}`
  const socket = new WebSocket(`${socketAddress()}${held ?? ''}`)
  socket.addEventListener('message', ({ data }) => handlers.message(String(data)))
  socket.addEventListener('close', ({ code }) => handlers.close(code))
  return socket
}

const listen =
  (...sources: readonly (readonly [EventTarget, string])[]) =>
  (hear: (event: Event) => void): (() => void) => {
    for (const [target, event] of sources) target.addEventListener(event, hear)
    return () => {
      for (const [target, event] of sources) target.removeEventListener(event, hear)
    }
  }

const whenVisible = (run: () => void) => () => {
  if (document.visibilityState === 'visible') run()
}

const whenHidden = (run: () => void) => (event: Event) => {
  if (event.type === 'pagehide' || document.visibilityState === 'hidden') run()
}

/** localStorage, and where it is forbidden or full, this page's own memory. */
const browserMemory = (): Environment['memory'] => {
  const own = new Map<string, string>()
  return {
    get: key => own.get(key) ?? attempt(() => localStorage.getItem(key)),
    set: (key, value) => {
      const kept = attempt(() => {
        localStorage.setItem(key, value)
        return true
      })
      if (kept) own.delete(key)
      else own.set(key, value)
      return kept === true
    },
    remove: key => {
      own.delete(key)
      attempt(() => localStorage.removeItem(key))
    },
  }
}

const browserBroadcast = (name: string): Environment['broadcast'] => {
  const channel = typeof BroadcastChannel === 'function' ? new BroadcastChannel(name) : null
  return {
    post: message => channel?.postMessage(message),
    listen: hear => {
      const handler = ({ data }: MessageEvent) => hear(data)
      channel?.addEventListener('message', handler)
      return () => channel?.removeEventListener('message', handler)
    },
  }
}
