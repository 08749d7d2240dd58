import { effect } from '@preact/signals'
import * as v from 'valibot'
import type { Client, Environment } from './api.ts'
import { createDrafts, type KeptDrafts } from './drafts.ts'
import { createParts, type Parts } from './parts.ts'
import { createRemembered, Me } from './remembered.ts'
import { Session, type SessionEffects } from './session.ts'
import { createTellTyping } from './tell-typing.ts'
import { Updater } from './updater.ts'

const SignedOut = v.object({ signedOut: v.literal(true) })
const SignedIn = v.object({ signedIn: Me })

/** The client's half of Flack, put together and started. One per tab. */
export const createClient = (environment: Environment): Client => {
  const parts = createParts(environment, {
    confirm: me => session.confirm(me),
    doubt: () => void session.doubt(),
    ended: () => void session.ended(),
  })
  const { socket, ask, replica, pages, outbox, readMarks } = parts
  const drafts = createDrafts(environment)
  const effects = effectsOf(environment, parts, drafts)
  const session: Session = new Session(environment, createRemembered(environment), effects)
  const updater = new Updater(environment, socket, outbox)
  const stops = [
    updater.start(),
    ...listenAround(environment, parts, session),
    () => socket.stop(),
    () => parts.adoption.stop(),
  ]
  let uploads: ReturnType<Client['uploads']> | undefined
  void session.start()
  return {
    session: session.state,
    connection: socket.connection,
    replica,
    outbox,
    drafts,
    join: (name, invitation) => session.join(name, invitation),
    signOut: () => session.signOut(),
    ask,
    post: (channel, text, files) =>
      outbox.put({ do: 'message.post', channel, text, ...(files && { files: [...files] }) }),
    uploads: () => {
      uploads ??= import('./files/uploads.ts').then(all =>
        all.createUploads(environment, outbox, { ask, session: session.state, connection: socket.connection }),
      )
      // Without a network the next call tries again.
      uploads.catch(() => (uploads = undefined))
      return uploads
    },
    ...actsOf(parts),
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
    reconnect: () => socket.wake(),
    showing: users => parts.presence.showing(users),
    stop: () => {
      for (const stop of stops) stop()
    },
  }
}

const actsOf = ({ outbox, replica }: Parts): Pick<Client, 'edit' | 'remove' | 'react' | 'perform'> => ({
  edit: (channel, message, text) => {
    const base = typeof message === 'number' ? replica.at(channel).held?.get(message)?.rev : undefined
    outbox.put({ do: 'message.edit', channel, message, text, base })
  },
  remove: (channel, message) => void outbox.put({ do: 'message.delete', channel, message }),
  react: (channel, seq, name, on) => {
    const isOn = replica
      .reactions(channel, seq)
      .peek()
      .some(chip => chip.name === name && chip.mine)
    if (isOn !== on) outbox.put({ do: on ? 'reaction.add' : 'reaction.remove', channel, message: seq, name })
  },
  perform: (act, signal) => outbox.perform(act, signal),
})

const effectsOf = (environment: Environment, parts: Parts, drafts: KeptDrafts): SessionEffects => {
  const { socket, replica, cache, pages, outbox, readMarks, adoption } = parts
  return {
    begin: (me, isRemembered) => {
      replica.me = me.id
      cache.load(me.id, isRemembered)
      socket.start()
      void adoption.start()
    },
    unsent: async () => {
      // These go with the session: they are read at once.
      const names = new Map(replica.channels.peek().map(({ id, name }) => [id, name]))
      const drafted = drafts.all()
      const texts = [...(await outbox.unsent()), ...drafted]
      return texts.map(({ channel, text }) => ({ channel: names.get(channel) ?? null, text }))
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
      // Begun before the copies are cleared: later, it could delete what the next person has not sent yet.
      const unsent = environment.storage.clear(['outbox']).catch(() => {})
      await Promise.all([cache.forget(), unsent])
    },
  }
}

const listenAround = (
  environment: Environment,
  { socket, replica, cache, readMarks }: Parts,
  session: Session,
): (() => void)[] => [
  effect(() => {
    const state = session.state.value
    const me = state.phase === 'signed-in' ? replica.user(state.id).value : null
    if (me !== null) session.confirm({ id: me.id, name: me.name })
  }),
  environment.onWake(() => socket.wake()),
  environment.onHide(() => {
    cache.flush()
    readMarks.flush()
  }),
  environment.broadcast.listen(message => {
    if (v.safeParse(SignedOut, message).success) void session.leave()
    const joined = v.safeParse(SignedIn, message)
    if (joined.success) session.follow(joined.output.signedIn)
  }),
]
