import type { FinalRead, Message, Recorded, Rule, Send, View } from './history.ts'

/** A history made by hand, and the one violation that a checker must find in it. */
export type BadHistory = { rule: Rule; what: string; history: Recorded[]; finals: FinalRead[] }

const channel = 'C1'

const message = (seq: number, change: Partial<Message> = {}): Message => ({
  rev: seq + 1,
  seq,
  ts: `1700000000.00000${seq}`,
  author: 'UA',
  clientId: `a${seq}`,
  text: `text ${seq}`,
  also: '{}',
  ...change,
})

type Identity = { client: string; author: string; clientId: string }
const by = (clientId: string): Identity => ({ client: 'ada', author: 'UA', clientId })
const invoke = (t: number, who: Identity, text: string): Send =>
  ({ kind: 'send', t, channel, ...who, phase: 'invoke', text }) as const
const ok = (t: number, who: Identity, of: Message): Send =>
  ({ kind: 'send', t, channel, ...who, phase: 'ok', seq: of.seq, ts: of.ts, duplicate: false }) as const
const fail = (t: number, who: Identity): Send =>
  ({ kind: 'send', t, channel, ...who, phase: 'fail', code: 'not_a_member' }) as const
const view = (messages: Message[], rest = true): View => ({
  kind: 'view',
  t: 90,
  client: 'bob',
  channel,
  rest,
  messages,
})
const read = (asked: number, seqs: number[]): Recorded => ({
  kind: 'read',
  t: asked + 1,
  asked,
  client: 'ada',
  author: 'UA',
  channel,
  seqs,
})
const finals = (...messages: Message[]): FinalRead[] => [{ reader: 'reader 1', channel, messages }]

/** Ada edits or deletes what she has said. */
const change = (phase: 'invoke' | 'ok', seq: number, text: string | null, rev = 0): Recorded => {
  const act = { kind: 'act', t: 60, client: 'ada', channel, seq, text } as const
  return phase === 'ok' ? { ...act, phase, rev } : { ...act, phase }
}

/** Bob reacts, and is told so. */
const reacted = (seq: number): Recorded[] => {
  const act = { kind: 'react', t: 60, client: 'bob', author: 'UB', channel, seq, name: 'tada', on: true } as const
  return [
    { ...act, phase: 'invoke' },
    { ...act, t: 61, phase: 'ok' },
  ]
}
const tada = { rev: 9, seq: 2, name: 'tada', count: 1, people: ['UB'] }
const own = { kind: 'own', t: 95, client: 'bob', author: 'UB', channel, marks: [], mentions: [] } as const

/** Ada sends these one after another, from the tenth millisecond on, and each is acknowledged. */
const sent = (...messages: Message[]): Recorded[] =>
  messages.flatMap((one, index) => {
    const who = by(one.clientId ?? '')
    return [invoke(10 + 2 * index, who, one.text), ok(11 + 2 * index, who, one)]
  })

const one = message(1)
const two = message(2)
const three = message(3)
const all = [one, two, three]

/** Two for each rule. */
export const badHistories: readonly BadHistory[] = [
  { rule: 'K1', what: 'the newest acknowledged message is gone', history: sent(...all), finals: finals(one, two) },
  {
    rule: 'K1',
    what: 'an acknowledged message lies under another ts than its acknowledgement said',
    history: sent(one, two, { ...three, ts: '1700000000.000009' }),
    finals: finals(...all),
  },
  { rule: 'K2', what: 'a message that nobody sent is stored', history: sent(one, two), finals: finals(...all) },
  {
    rule: 'K2',
    what: 'a refused message is stored',
    history: [...sent(one, two), invoke(50, by('a3'), three.text), fail(51, by('a3'))],
    finals: finals(...all),
  },
  {
    rule: 'K3',
    what: 'a resent message is stored twice',
    history: sent(one, two),
    finals: finals(one, two, { ...three, clientId: 'a2', text: two.text }),
  },
  {
    rule: 'K3',
    what: 'a view shows a message twice',
    history: [...sent(...all), view([one, two, two, three])],
    finals: finals(...all),
  },
  { rule: 'K4', what: 'a seq is missing', history: sent(one, three), finals: finals(one, three) },
  {
    rule: 'K4',
    what: 'the ts of a later message is not later',
    history: sent(one, { ...two, ts: one.ts }),
    finals: finals(one, { ...two, ts: one.ts }),
  },
  {
    rule: 'K5',
    what: 'a view has a hole',
    history: [...sent(...all), view([one, three])],
    finals: finals(...all),
  },
  {
    rule: 'K5',
    what: 'a view showed two messages in the other order during the run',
    history: [...sent(...all), view([two, one], false)],
    finals: finals(...all),
  },
  {
    rule: 'K6',
    what: 'a message sent after another was acknowledged comes before it',
    history: [
      invoke(10, by('a2'), two.text),
      ok(11, by('a2'), two),
      invoke(12, { client: 'bob', author: 'UB', clientId: 'b1' }, 'first'),
      ok(13, { client: 'bob', author: 'UB', clientId: 'b1' }, one),
    ],
    finals: finals({ ...one, author: 'UB', clientId: 'b1', text: 'first' }, two),
  },
  {
    rule: 'K6',
    what: "a sender's unanswered messages are stored in another order than they were sent",
    history: [invoke(10, by('a2'), two.text), invoke(11, by('a1'), one.text)],
    finals: finals(one, two),
  },
  {
    rule: 'K7',
    what: 'an author reads and does not find what was acknowledged',
    history: [...sent(...all), read(50, [1, 2])],
    finals: finals(...all),
  },
  {
    rule: 'K7',
    what: 'a reconnecting client is told a head below what it holds',
    history: [...sent(...all), { kind: 'head', t: 60, client: 'bob', channel, rev: 3, held: 4 }],
    finals: finals(...all),
  },
  {
    rule: 'K8',
    what: 'a view shows another text than the readers',
    history: [...sent(...all), view([one, { ...two, text: 'other' }, three])],
    finals: finals(...all),
  },
  {
    rule: 'K8',
    what: 'a view at rest ends before the channel does',
    history: [...sent(...all), view([one, two])],
    finals: finals(...all),
  },
  {
    rule: 'K11',
    what: 'a resume leaves out its first row',
    history: [...sent(...all), { kind: 'resume', t: 60, client: 'bob', channel, since: 2, rev: 4, messages: [three] }],
    finals: finals(...all),
  },
  {
    rule: 'K11',
    what: 'a resume is answered with nothing although there is something',
    history: [...sent(...all), { kind: 'resume', t: 60, client: 'bob', channel, since: 1, rev: 4, messages: [] }],
    finals: finals(...all),
  },
  {
    rule: 'K12',
    what: 'a probe never arrives at one of two members',
    history: [
      ...sent(one),
      { kind: 'probe', t: 50, channel, key: 'UA a1', members: ['ada', 'bob'] },
      { kind: 'arrival', t: 51, client: 'ada', channel, seq: 1, key: 'UA a1' },
    ],
    finals: finals(one),
  },
  {
    rule: 'K12',
    what: 'a probe arrives too late',
    history: [
      ...sent(one),
      { kind: 'probe', t: 50, channel, key: 'UA a1', members: ['bob'] },
      { kind: 'arrival', t: 10_051, client: 'bob', channel, seq: 1, key: 'UA a1' },
    ],
    finals: finals(one),
  },
  {
    rule: 'EDIT',
    what: 'a message that was deleted still has its text',
    history: [...sent(...all), change('invoke', 2, null), change('ok', 2, null, 5)],
    finals: finals(...all),
  },
  {
    rule: 'EDIT',
    what: 'an acknowledged edit is undone',
    history: [...sent(...all), change('invoke', 2, 'better'), change('ok', 2, 'better', 5)],
    finals: finals(...all),
  },
  {
    rule: 'ROWS',
    what: 'an acknowledged reaction is lost',
    history: [...sent(...all), ...reacted(2)],
    finals: finals(...all),
  },
  {
    rule: 'ROWS',
    what: 'a view at rest still shows a reaction that nobody has',
    history: [...sent(...all), { ...view([...all]), reactions: [tada] }],
    finals: finals(...all),
  },
  {
    rule: 'OWN',
    what: 'somebody is not told of their own reaction',
    history: [...sent(...all), ...reacted(2), { ...own, marks: [] }],
    finals: [{ reader: 'reader 1', channel, messages: [...all], reactions: [tada] }],
  },
  {
    rule: 'MENTION',
    what: 'somebody is not told of a message that names them',
    history: [...sent(one, { ...two, text: 'Hello <@UB>' }), { ...own, mentions: [] }],
    finals: finals(one, { ...two, text: 'Hello <@UB>' }),
  },
  {
    rule: 'MENTION',
    what: 'a deleted message still names somebody',
    history: [...sent(one), { ...own, mentions: [1] }],
    finals: finals(one),
  },
  {
    rule: 'K2',
    what: 'an edited message has a text that nobody gave it',
    history: [...sent(...all), change('invoke', 2, 'better'), change('ok', 2, 'better', 5)],
    finals: finals(one, { ...two, rev: 6, text: 'other' }, three),
  },
]
