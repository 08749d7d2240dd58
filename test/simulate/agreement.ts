import type { MessageRow, Row } from '#protocol/rows.ts'
import type { OutboxEntry, Reaction } from '#web/sync/api.ts'
import type { Tab } from './browser.ts'
import { isLive, type Simulation } from './simulation.ts'

/** Lets everything come to rest in good weather, then compares every replica with a fresh client's. Answers what differs. */
export const disagreements = async (simulation: Simulation): Promise<string[]> => {
  await calmDown(simulation)
  const problems = [...simulation.witness.problems, ...simulation.tabs.flatMap(openEnds)]
  const tabs = simulation.tabs
  const before = tabs.map(heldLines)
  const fresh = await openFresh(simulation)
  problems.push(...tabs.flatMap(tab => wrongNumbers(tab, fresh.get(tab.browser.name) ?? null)))
  const read = new Map<Tab, Read>()
  for (const tab of [...tabs, ...fresh.values()]) read.set(tab, await readEverything(simulation, tab))
  await simulation.pass(60_000)
  tabs.forEach((tab, index) => {
    const truth = fresh.get(tab.browser.name)
    const [mine, all] = [read.get(tab), truth && read.get(truth)]
    if (!truth || !mine || !all) throw new Error('There is no fresh client to compare with.')
    problems.push(...differences([tab, mine], [truth, all]), ...staleLines(tab, before[index] ?? new Map(), all))
  })
  // Not everybody sees every channel.
  const all = new Map([...fresh.values()].flatMap(tab => [...(read.get(tab) ?? [])]))
  problems.push(...sendingProblems(simulation, all))
  for (const tab of tabs) problems.push(...leftovers(tab, read.get(tab) ?? new Map()))
  return problems
}

/** What a tab showed of each channel while that was on its screen: later it lets go of it. */
type Read = ReadonlyMap<string, ReadonlyMap<number, Line>>

type Line = MessageRow & { reactions: readonly Reaction[] }

const calmDown = async (simulation: Simulation): Promise<void> => {
  // What somebody said in a channel that was taken from them meanwhile is kept and shown, with the reason.
  const isLeft = ({ channel, state }: OutboxEntry) => state.phase === 'failed' && simulation.taken.has(channel)
  const isIdle = ({ client: { outbox } }: Tab) =>
    outbox.entries.peek().every(isLeft) && outbox.waiting.peek().length === 0
  const rested = () => simulation.tabs.every(tab => isLive(tab) && isIdle(tab))
  await simulation.until(rested, 'everything is sent')
  // Longer than the silence after which a dead line is given up, and than two digests take.
  await simulation.pass(90_000)
  await simulation.until(rested, 'everything is sent')
}

/** Echoes whose lines never came. Without a seat lines come only once the channel is opened. */
const openEnds = (tab: Tab): string[] =>
  tab.client.replica.channels.peek().flatMap(({ id, name, joined }) => {
    const { state, pending } = tab.client.replica.timeline(id).peek()
    return joined && state === 'ready' && pending.length > 0 ? [`${tab.name} still shows echoes in #${name}`] : []
  })

/** The newest seq that each tab shows of the channels whose changes it hears, before anything is opened again. */
const heldLines = (tab: Tab): Map<string, number> =>
  new Map(
    tab.client.replica.channels.peek().flatMap(({ id, joined }) => {
      const { state, seqs } = tab.client.replica.timeline(id).peek()
      return joined && state === 'ready' ? [[id, seqs.at(-1) ?? 0] as const] : []
    }),
  )

const staleLines = (tab: Tab, held: ReadonlyMap<string, number>, truth: Read): string[] =>
  [...held].flatMap(([channel, seq]) => {
    const newest = [...(truth.get(channel)?.keys() ?? [])].at(-1) ?? 0
    return seq === newest ? [] : [`${tab.name} had ${channel} up to ${seq} of ${newest} before it was opened again`]
  })

const openFresh = async (simulation: Simulation): Promise<Map<string, Tab>> => {
  const fresh = new Map(simulation.browsers.map(({ name }) => [name, null as Tab | null]))
  for (const browser of simulation.browsers) fresh.set(browser.name, browser.twin(`fresh ${browser.name} `).open())
  const tabs = [...fresh].flatMap(([name, tab]) => (tab === null ? [] : [[name, tab] as const]))
  await simulation.until(() => tabs.every(([, tab]) => isLive(tab)), 'the fresh clients are in')
  return new Map(tabs)
}

/** [UNREAD] [MENTION] What the list says is new, while nothing has been opened again: as much as a fresh client is told. */
const wrongNumbers = (tab: Tab, truth: Tab | null): string[] => {
  const numbersIn = (client: Tab['client'] | undefined) =>
    new Map(
      client?.replica.channels.peek().map(({ id, unread, mentions }) => [id, `${unread} unread, ${mentions} for me`]),
    )
  const told = numbersIn(truth?.client)
  return [...numbersIn(tab.client)].flatMap(([id, numbers]) =>
    told.get(id) === numbers ? [] : [`${tab.name} says of ${id}: ${numbers} instead of ${told.get(id)}`],
  )
}

const readEverything = async (simulation: Simulation, tab: Tab): Promise<Read> => {
  await simulation.pass(2000)
  const { client } = tab
  const read = new Map<string, Map<number, Line>>()
  for (const { id, name } of client.replica.channels.peek()) {
    const timeline = client.replica.timeline(id)
    client.open(id)
    await simulation.until(() => timeline.peek().state === 'ready', `${tab.name} shows #${name}`)
    await simulation.pass(1000)
    if (tab.name.startsWith('fresh')) {
      while (timeline.peek().older) {
        void client.older(id)
        await simulation.pass(500)
      }
    }
    client.markRead(id, timeline.peek().seqs.at(-1) ?? 0)
    const lines = linesOf(tab, id)
    for (const row of lines.values()) client.replica.user(row.author)
    read.set(id, lines)
  }
  return read
}

const differences = ([tab, read]: [Tab, Read], [truth, everything]: [Tab, Read]): string[] => {
  const mine = tab.client.replica
  const theirs = truth.client.replica
  // How many people are in a channel is told with a greeting, and does not move while they come and go. What it is about
  // is told to its members: who has left may hold an older one; its purpose is known only where its row came.
  const lists = [mine, theirs].map(({ channels }) =>
    JSON.stringify(
      channels
        .peek()
        .map(({ members: _, purpose: __, topic, ...channel }) => ({ ...channel, ...(channel.joined && { topic }) })),
    ),
  )
  const problems = lists[0] === lists[1] ? [] : [`${tab.name} lists ${lists[0]}\n  instead of ${lists[1]}`]
  for (const { id, name } of theirs.channels.peek()) {
    const [held, all] = [read.get(id) ?? new Map<number, Line>(), everything.get(id) ?? new Map()]
    const [last] = [...held.keys()].slice(-1)
    if (last !== [...all.keys()].at(-1)) problems.push(`${tab.name} ends #${name} at ${last}`)
    for (const [seq, row] of held) {
      if (JSON.stringify(row) !== JSON.stringify(all.get(seq)))
        problems.push(`${tab.name} has ${seq} of #${name} wrong: ${JSON.stringify([row, all.get(seq)])}`)
      const [name1, name2] = [mine, theirs].map(replica => replica.user(row.author).peek()?.name)
      if (name1 !== name2) problems.push(`${tab.name} calls ${row.author} ${name1} instead of ${name2}`)
    }
  }
  return problems
}

/** [EDIT] Texts of deleted messages that a local copy still holds, of channels whose changes its tab hears. */
const leftovers = ({ browser, client, name }: Tab, read: Read): string[] =>
  client.replica.channels.peek().flatMap(({ id, joined }) => {
    const lines = read.get(id)
    const rows = (browser.tables.get('rows')?.get(id)?.rows ?? []) as Row[]
    if (!joined || lines === undefined) return []
    const [first = 0] = lines.keys()
    const isLeft = (row: Row) => row.row === 'message' && row.seq > first && row.text !== '' && !lines.has(row.seq)
    return rows.some(isLeft) ? [`${name}'s copy of ${id} holds the text of a deleted message`] : []
  })

/** Every own post once, and those of one tab in the order in which they were written. */
const sendingProblems = ({ witness, taken }: Simulation, truth: Read): string[] => {
  const seqs = new Map<string, number[]>()
  for (const lines of truth.values()) {
    for (const [seq, row] of lines) seqs.set(row.clientId, [...(seqs.get(row.clientId) ?? []), seq])
  }
  const problems: string[] = []
  const last = new Map<string, number>()
  for (const { tab, channel, clientId, mayBeLost } of witness.posts) {
    const found = seqs.get(clientId) ?? []
    if (witness.removed.has(clientId)) continue
    if (found.length !== 1 && !((mayBeLost || taken.has(channel)) && found.length === 0))
      problems.push(`${clientId} is there ${found.length} times`)
    const lane = `${tab} ${channel}`
    if ((found[0] ?? Number.POSITIVE_INFINITY) < (last.get(lane) ?? 0)) problems.push(`${clientId} is out of order`)
    last.set(lane, Math.max(found[0] ?? 0, last.get(lane) ?? 0))
  }
  return problems
}

const linesOf = (tab: Tab, channel: string): Map<number, Line> =>
  new Map(
    tab.client.replica
      .timeline(channel)
      .peek()
      .seqs.flatMap(seq => {
        const row = tab.client.replica.message(channel, seq).peek()
        const reactions = tab.client.replica.reactions(channel, seq).peek()
        return row === null ? [] : [[seq, { ...row, reactions }] as const]
      }),
  )
