import { effect } from '@preact/signals'
import * as z from 'zod/mini'
import type { Client, Environment } from './api.ts'
import { createDrafts } from './drafts.ts'
import { createParts, type Parts } from './parts.ts'
import { createRemembered } from './remembered.ts'
import { Session } from './session.ts'
import { createTellTyping } from './tell-typing.ts'
import { Updater } from './updater.ts'

const SignedOut = z.object({ signedOut: z.literal(true) })

/** The client's half of Flack, put together and started. One per tab. */
export const createClient = (environment: Environment): Client => {
  const parts = createParts(environment, {
    confirm: me => session.confirm(me),
    doubt: () => void session.doubt(),
    ended: () => void session.leave('ended'),
  })
  const { socket, ask, replica, pages, outbox, readMarks } = parts
  const session: Session = new Session(environment, createRemembered(environment), effectsOf(environment, parts))
  const updater = new Updater(environment, socket, outbox)
  const stops = [
    updater.start(),
    ...listenAround(environment, parts, session),
    () => socket.stop(),
    () => parts.adoption.stop(),
  ]
  void session.start()
  return {
    session: session.state,
    connection: socket.connection,
    replica,
    outbox,
    drafts: createDrafts(environment),
    join: name => session.join(name),
    signOut: () => session.signOut(),
    ask,
    post: (channel, text) => outbox.post(channel, text),
    open: channel => pages.open(channel),
    prepare: channel => pages.prepare(channel),
    older: channel => pages.older(channel),
    reach: (channel, seq) => pages.reach(channel, seq),
    markRead: (channel, seq) => readMarks.mark(channel, seq),
    typing: createTellTyping(environment, channel => {
      if (!replica.at(channel).joined || !socket.isLive) return false
      void socket.request('typing', { channel })
      return true
    }),
    renew: () => updater.renew(),
    showing: users => parts.presence.showing(users),
    stop: () => {
      for (const stop of stops) stop()
    },
  }
}

const effectsOf = (environment: Environment, parts: Parts): ConstructorParameters<typeof Session>[2] => {
  const { socket, replica, cache, pages, outbox, readMarks, adoption } = parts
  return {
    begin: me => {
      replica.me = me.id
      void cache.load(me.id)
      socket.start()
      void adoption.start()
    },
    end: async isOthers => {
      socket.stop()
      adoption.stop()
      readMarks.forget()
      pages.forget()
      outbox.clear()
      replica.dropAll()
      replica.me = null
      if (isOthers) return cache.letGo()
      await cache.forget()
      await environment.storage.clear().catch(() => {})
    },
  }
}

const listenAround = (
  environment: Environment,
  { socket, replica, cache }: Parts,
  session: Session,
): (() => void)[] => [
  effect(() => {
    const state = session.state.value
    const me = state.phase === 'signed-in' ? replica.user(state.id).value : null
    if (me !== null) session.confirm({ id: me.id, name: me.name })
  }),
  environment.onWake(() => socket.wake()),
  environment.onHide(() => cache.flush()),
  environment.broadcast.listen(message => {
    if (z.safeParse(SignedOut, message).success) void session.leave()
  }),
]
