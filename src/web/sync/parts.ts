import type { Now } from '#protocol/frames.ts'
import { PEOPLE } from '#protocol/streams.ts'
import { Adoption } from './adoption.ts'
import type { Ask, Environment } from './api.ts'
import { arrivals } from './arrivals.ts'
import { createAsk, createQuestion, type Question } from './asking.ts'
import { Cache } from './cache.ts'
import { Outbox } from './outbox.ts'
import { OutboxStore } from './outbox-store.ts'
import { Pages } from './pages.ts'
import { type AskPeople, People } from './people.ts'
import { Presence } from './presence.ts'
import { ReadMarks } from './read-marks.ts'
import type { Me } from './remembered.ts'
import { Replica } from './replica.ts'
import { Socket } from './socket.ts'
import { StreamKeeper } from './stream-keeper.ts'
import { Typists } from './typists.ts'

/** What the parts tell whoever knows the session. */
export interface SessionEars {
  /** Who a connection is for; false where that is not the person of the session. */
  confirm(me: Me): boolean
  doubt(): void
  ended(): void
}

/** Everything that keeps one person's copy: who knows whom is decided here, and nowhere else. */
export interface Parts {
  socket: Socket
  ask: Ask
  replica: Replica
  cache: Cache
  pages: Pages
  outbox: Outbox
  readMarks: ReadMarks
  presence: Presence
  adoption: Adoption
}

export const createParts = (environment: Environment, ears: SessionEars): Parts => {
  const setTimer: Environment['setTimer'] = (run, ms) => environment.setTimer(run, ms)
  const socket: Socket = new Socket(environment, {
    resume: () => streams.resume(),
    hello: hello => {
      // The connection goes with the person whom it was opened for.
      if (!ears.confirm(hello.me)) return
      streams.greet(hello)
      pages.resume()
      readMarks.resume()
      presence.resume()
      outbox.wake()
      void adoption.look()
    },
    lost: () => {
      streams.lost()
      presence.lost()
    },
    signal: now => hearSignal(now, replica, presence),
    refusedEarly: () => ears.doubt(),
    ended: () => ears.ended(),
    change: change => streams.change(change),
    digest: heads => {
      streams.digest(heads)
      pages.digest(heads)
    },
  })
  const question = createQuestion(environment, socket)
  const presence = new Presence(question, setTimer)
  const replica: Replica = new Replica({
    people: new People(askPeople(question), setTimer, () => cache.touch(PEOPLE)),
    typists: new Typists(setTimer),
    presence,
    echoes: channel => outbox.echoes(channel),
    onTouched: stream => cache.touch(stream),
    onMarksMissing: () => pages.askMarks(),
    onPut: () => outbox.settle(),
    onDeleted: (stream, tombstone) => cache.scrub(stream, tombstone),
    onHidden: channel => queueMicrotask(() => void pages.hide(channel)),
    onSeat: (channel, joined) => {
      if (!joined && replica.at(channel).isHidden) queueMicrotask(() => void pages.hide(channel))
      else void pages.seatMoved(channel, joined)
    },
  })
  const cache: Cache = new Cache(environment, replica)
  const streams = new StreamKeeper(replica, question, () => socket.restart(), setTimer)
  const pages = new Pages({ replica, streams, question, socket, cache, setTimer })
  const readMarks = new ReadMarks(environment, replica, question)
  const { outbox, adoption } = createOutbox(environment, socket, replica)
  return { socket, ask: createAsk(environment, socket), replica, cache, pages, outbox, readMarks, presence, adoption }
}

const hearSignal = (now: Now, { me, typists }: Replica, presence: Presence): void => {
  if (now.presence !== undefined) presence.heard(now.presence.user, now.presence.online)
  if (now.typing !== undefined && now.typing.user !== me) typists.heard(now.typing.channel, now.typing.user)
}

const createOutbox = (environment: Environment, socket: Socket, replica: Replica) => {
  const store = new OutboxStore(environment)
  const tab = environment.newClientId()
  const outbox: Outbox = new Outbox({
    environment,
    store,
    socket,
    tab,
    me: () => replica.me,
    ...arrivals(replica),
    onMoved: acts => replica.overlay(acts),
  })
  return { outbox, adoption: new Adoption(environment, tab, outbox, store) }
}

const askPeople =
  (question: Question): AskPeople =>
  async ids => {
    const outcome = await question('users', { ids: [...ids] })
    return 'ok' in outcome ? outcome.ok.rows : null
  }
