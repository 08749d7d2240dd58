import { newToken } from '#app/secrets.ts'
import { BEGIN, openSeed, type Seed, say, seedChannel, seedUser, takeSeat } from './seed.ts'
import { randomFrom, sentence } from './words.ts'

/** Workspaces that would take long to make through the door. */

const TEXTS = 20_000
/** Messages that are written in a fraction of a second. */
const A_MOMENT = 20_000
const ROOMS = 200
const PEOPLE = 500
/** Between one message and the next, milliseconds: of all channels together. */
const PACE_MS = 50

/** People with `seats` channels each, #general among them; answers their tokens. */
export const seedPeople = async (
  dataDir: string,
  { people, seats, channels }: { people: number; seats: number; channels: number },
): Promise<string[]> => {
  const seed = await openSeed(dataDir)
  const rooms = Array.from({ length: channels }, (_, index) => seedChannel(seed, `room-${index}`))
  const tokens = Array.from({ length: people }, (_, index) => {
    const token = newToken()
    const user = seedUser(seed, `Person ${index}`, token)
    takeSeat(seed, user, seed.identity.general)
    for (let seat = 1; seat < seats; seat++) takeSeat(seed, user, rooms[(index * 7 + seat * 13) % channels] ?? '')
    return token
  })
  seed.close()
  return tokens
}

/** What `growHistory` is to reach. */
export type Growth = {
  /** Messages that are there, of an earlier growth. */
  from: number
  to: number
  /** Called after each million. */
  onMillion(done: number): void
}

/** So many messages in 200 channels, of which few hold most, by 500 people; answers the channels' ids. */
export const growHistory = async (dataDir: string, { from, to, onMillion }: Growth): Promise<string[]> => {
  const seed = await openSeed(dataDir)
  const random = randomFrom(from)
  const texts = Array.from({ length: TEXTS }, (_, index) => sentence(index))
  if (from === 0) openRooms(seed)
  const [channels, authors] = [seed.named('channels', 'room-%'), seed.named('users', 'Person %')]
  for (let index = from; index < to; index++) {
    const channel = channels[Math.floor(random() ** 3 * ROOMS)] ?? ''
    const author = authors[Math.floor(random() ** 2 * PEOPLE)] ?? ''
    say(seed, { channel, author, text: texts[index % TEXTS] ?? '', at: BEGIN + index * PACE_MS })
    if ((index + 1) % 1e6 === 0) onMillion(index + 1)
    // Signals are heard between two ticks only, and all of it takes minutes.
    if (index % A_MOMENT === 0) await Bun.sleep(0)
  }
  seed.close()
  return channels
}

const openRooms = (seed: Seed): void => {
  const number = (index: number) => String(index).padStart(3, '0')
  for (let index = 0; index < ROOMS; index++) seedChannel(seed, `room-${number(index)}`)
  for (let index = 0; index < PEOPLE; index++) {
    takeSeat(seed, seedUser(seed, `Person ${number(index)}`, newToken()), seed.identity.general)
  }
}

/** The name of the channel in which `seedReader` leaves most. */
export const LONG = 'a-long-one'

/** A workspace as one reader sees it. */
export type Reader = {
  token: string
  /** The ids of their channels; the first is the long one. */
  channels: readonly string[]
}

/**
 * Somebody with a seat in so many channels, of which the first has `long` messages and each other one, #room-…, 100:
 * all of them read.
 */
export const seedReader = async (
  dataDir: string,
  { channels: count, long }: { channels: number; long: number },
): Promise<Reader> => {
  const seed = await openSeed(dataDir)
  const token = newToken()
  const reader = seedUser(seed, 'Reader', token)
  const authors = Array.from({ length: 50 }, (_, index) => seedUser(seed, `Person ${index}`, newToken()))
  const random = randomFrom(long)
  const names = Array.from({ length: count - 1 }, (_, index) => `room-${String(index).padStart(4, '0')}`)
  let minutes = 0
  const fill = (name: string, messages: number): string => {
    const channel = seedChannel(seed, name)
    for (let index = 1; index <= messages; index++) {
      const author = authors[Math.floor(random() ** 2 * authors.length)] ?? ''
      const text = index === messages ? newestIn(name) : sentence(minutes % TEXTS)
      say(seed, { channel, author, text, at: BEGIN + minutes++ * 60_000 })
    }
    takeSeat(seed, reader, channel)
    return channel
  }
  const channels = [fill(LONG, long), ...names.map(name => fill(name, 100))]
  takeSeat(seed, reader, seed.identity.general)
  seed.close()
  return { token, channels }
}

/** The text of the newest message that `seedReader` leaves in a channel. */
export const newestIn = (name: string): string => `The newest of ${name}.`
