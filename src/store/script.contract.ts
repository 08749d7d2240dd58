import type { Intent } from '#domain/intent.ts'
import { seeded } from '../../test/fire/random.ts'
import { enter, found, id, identity, openTestStore, request } from '../../test/support/commands.ts'
import type { Engine } from './engine.ts'
import type { CommitRequest, Store } from './store.ts'

const PEOPLE = 6
const CHANNELS = 5
const TURNS = 90
const EMOJI = ['tada', '+1', 'thumbsup', 'wave::skin-tone-3']
/** What travels badly between programs. */
const TEXTS = [
  'plain',
  `it's "quoted"`,
  'back\\slash \\n \\u0041',
  '$1 ? :name',
  'a\nb\r\n\u2028c',
  '👩‍👩‍👧 ĳ ﬁ',
  '{"a":[1]}',
  '%_',
]

/**
 * The same seeded commands, some of them again, in batches of one to nine, and everything that they and all reads answer, so that two
 * engines can be compared value by value. The clock stands still, leaps and goes back.
 */
export const playScript = async (engine: Engine, seed: number): Promise<unknown[]> => {
  const random = seeded(seed)
  let now = 1_700_000_000_000
  const store = await openTestStore(engine, () => now)
  const record: unknown[] = [store.identity]
  store.onCommit(frames => record.push(frames))
  const pick = (count: number) => Math.floor(random() * count)
  const people = Array.from({ length: PEOPLE }, (_, index) => enter(id('U', index), `Person ${index}`))
  record.push(await Promise.all([found(), ...people].map(each => store.commit(each))))
  const sent: CommitRequest[] = []
  for (let turn = 0; turn < TURNS; turn++) {
    now += [0, 0, 3, -50, 100_000][pick(5)] ?? 0
    const again = sent[pick(sent.length)]
    const batch = [
      ...(again ? [pick(3) ? again : forged(again)] : []),
      ...Array.from({ length: 1 + pick(8) }, () => command(pick, turn)),
    ]
    sent.push(...batch)
    record.push(await Promise.all(batch.map(each => store.commit(each))))
    record.push(await store.changed(channel(pick), pick(40)))
  }
  record.push(await everything(store))
  await store.close()
  return record
}

/** Another command under the clientId of this one. */
const forged = (one: CommitRequest): CommitRequest =>
  one.once ? { ...one, once: { ...one.once, digest: 'another' } } : one

type Pick = (count: number) => number

const channel = (pick: Pick) => (pick(CHANNELS) ? id('C', pick(CHANNELS)) : identity.general)

const command = (pick: Pick, turn: number): CommitRequest => {
  const actor = id('U', pick(PEOPLE))
  const text = pick(20) ? `${TEXTS[pick(TEXTS.length)]}` : ['', ' ', 'ö'.repeat(39_999), 'x'.repeat(40_001)][pick(4)]
  const intents: readonly (() => Intent)[] = [
    () => ({ do: 'message.post', channel: channel(pick), clientId: `${turn - pick(2)} ${pick(3)}`, text: text ?? '' }),
    () => ({ do: 'message.post', channel: channel(pick), clientId: `${turn} ${pick(1000)}`, text: text ?? '' }),
    () => ({ do: 'channel.create', name: `Room ${pick(CHANNELS)}`, clientId: `c${turn}` }),
    () => ({ do: 'channel.join', channel: channel(pick) }),
    () => ({ do: 'channel.leave', channel: channel(pick) }),
    () => ({ do: 'profile.rename', name: `Person ${pick(PEOPLE + 3)}`, clientId: `r${turn}` }),
    () => ({ do: 'message.edit', channel: channel(pick), seq: 1 + pick(20), text: text ?? '', clientId: `e${turn}` }),
    () => ({ do: 'message.delete', channel: channel(pick), seq: 1 + pick(20) }),
    () => ({ do: 'reaction.add', channel: channel(pick), seq: 1 + pick(6), name: EMOJI[pick(EMOJI.length)] ?? 'tada' }),
    () => ({
      do: 'reaction.remove',
      channel: channel(pick),
      seq: 1 + pick(6),
      name: EMOJI[pick(EMOJI.length)] ?? 'tada',
    }),
    () => ({ do: 'read.mark', channel: channel(pick), seq: 1 + pick(30) }),
    () => ({ do: 'session.end', session: `S${id('', pick(PEOPLE))}` }),
    () => ({ do: 'policy.set', name: 'editFor', value: pick(3) }),
    () => ({ do: 'preference.set', ...(pick(2) ? size(14 + pick(5)) : emoticons(pick(2) === 0)) }),
  ]
  const odds = [0, 1, 1, 1, 1, 1, 2, 3, 3, 4, 5, 6, 6, 7, 8, 8, 8, 8, 9, 9, 10, 11, 12, 13]
  if (pick(4) === 0) return roomCommand(pick, actor)
  const intent = intents[odds[pick(odds.length)] ?? 0]?.() ?? { do: 'channel.join', channel: identity.general }
  return request(actor, intent, { fresh: id('C', pick(CHANNELS)) })
}

const CONVERSATIONS = 3
/** Keys of names: Unicode has an m look like an rn. */
const NAMES = Array.from({ length: CHANNELS }, (_, index) => `roorn-${index}`)

/** What happens to rooms, and to what people say of themselves. */
const roomCommand = (pick: Pick, actor: string): CommitRequest => {
  const user = () => id('U', pick(PEOPLE))
  const room = () => (pick(4) ? channel(pick) : id('G', pick(CONVERSATIONS)))
  const name = () => `Room ${pick(CHANNELS)}`
  const intents: readonly (() => Intent)[] = [
    () => ({ do: 'channel.create', name: name(), private: true }),
    () => ({ do: 'direct.open', users: Array.from({ length: pick(4) }, user) }),
    () => ({ do: 'direct.close', channel: room() }),
    () => ({ do: 'channel.invite', channel: room(), users: [user(), user(), user()] }),
    () => ({ do: 'channel.remove', channel: room(), user: user() }),
    () => ({ do: 'channel.admin', channel: room(), user: user(), admin: pick(3) > 0 }),
    () => ({ do: 'channel.rename', channel: room(), name: name() }),
    () => ({
      do: 'channel.posting',
      channel: room(),
      who: (['everybody', 'chosen', 'admins'] as const)[pick(3)] ?? 'chosen',
    }),
    () => ({ do: 'channel.voice', channel: room(), user: user(), posts: pick(3) > 0 }),
    () => ({ do: 'channel.newcomers', channel: room(), newcomers: pick(3) > 0 }),
    () => ({ do: 'channel.describe', channel: room(), topic: TEXTS[pick(TEXTS.length)] ?? '' }),
    () => ({ do: 'channel.archive', channel: room() }),
    () => ({ do: 'channel.unarchive', channel: room() }),
    () => ({ do: 'channel.convert', channel: room(), kind: pick(2) ? 'private' : 'public', name: name() }),
    () => ({ do: 'profile.edit', handle: `person.${pick(PEOPLE)}`, title: TEXTS[pick(TEXTS.length)] ?? '' }),
    () => ({
      do: 'message.post',
      channel: id('G', pick(CONVERSATIONS)),
      clientId: `g${pick(1000)}`,
      text: 'In a group.',
    }),
  ]
  const intent = intents[pick(intents.length)]?.() ?? { do: 'direct.open', users: [] }
  const fresh = intent.do === 'direct.open' ? id('G', pick(CONVERSATIONS)) : id('C', pick(CHANNELS))
  return request(actor, intent, { fresh })
}

const size = (value: number) => ({ name: 'textSize', value }) as const
const emoticons = (value: boolean) => ({ name: 'emoticons', value }) as const

const everything = async (store: Store): Promise<unknown[]> => {
  const people = Array.from({ length: PEOPLE }, (_, index) => id('U', index))
  const channels = [
    identity.general,
    ...Array.from({ length: CHANNELS }, (_, index) => id('C', index)),
    ...Array.from({ length: CONVERSATIONS }, (_, index) => id('G', index)),
  ]
  const streams = [...people, ...channels, identity.workspace, 'people', 'directory']
  const facts = await store.look([
    ...streams.map(each => ['stream', each] as const),
    ...people.flatMap(user => channels.map(each => ['place', user, each] as const)),
    ...people.map(user => ['sessionByHash', user] as const),
  ])
  return [
    [...(await store.heads(streams))],
    streams.map(each => facts.get('stream', each)),
    people.flatMap(user => channels.map(each => facts.get('place', user, each))),
    people.map(user => facts.get('sessionByHash', user)),
    await Promise.all(streams.map(each => store.changed(each, 0))),
    await Promise.all(channels.map(each => store.page(each, 20, 30))),
    await Promise.all(people.map(each => store.places(each))),
    await Promise.all(people.flatMap(user => channels.map(each => store.own(user, each, 1, 100)))),
    await Promise.all(channels.flatMap(each => [1, 2, 3].map(seq => store.versions(each, seq, 9)))),
    await Promise.all(channels.flatMap(each => [1, 2, 3].map(seq => store.reactors(each, seq, '+1', 9)))),
    await Promise.all(channels.map(each => store.seatsAfter(each, '', 9))),
    await Promise.all(people.map(each => store.placesIn(each, channels))),
    await Promise.all(people.flatMap(each => NAMES.map(name => store.formerlyNamed(each, name)))),
    await Promise.all(people.flatMap(each => NAMES.map(name => store.privateNamed(each, name)))),
    await store.browsed(id('U', 0), { part: 'o', sort: 'members', from: 0, archived: true, limit: 50 }),
    await Promise.all(people.map(user => store.files(user, { ...everyFile, limit: 9 }))),
    await store.abandoned(),
    await store.list('newcomerChannels', [1], 9),
    await Promise.all(channels.map(each => store.list('seatsIn', [each, 'joined'], 9))),
    await Promise.all(channels.map(each => store.list('adminsIn', [each, 1], 9))),
    await store.changes(0, 100_000),
  ]
}

const everyFile = { channel: null, type: null, author: null, below: null }
