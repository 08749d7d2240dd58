import type { PreviewCard } from '#protocol/rows.ts'
import { type Keep, refuse, type Verdict, type Write } from './decision.ts'
import type { Facts, Scope } from './facts.ts'
import type { Circumstances, IntentOf } from './intent.ts'
import { jobRow } from './job.ts'
import { inChannel, upkeepFacts } from './permission.ts'
import { policyFact, policyIn } from './policy.ts'
import type { MessageRecord, PreviewRecord } from './records.ts'
import { findAddresses } from './text/addresses.ts'

type Remove = IntentOf<'preview.remove'>

/** So many addresses of one message are looked at. */
export const PREVIEWS_PER_MESSAGE = 3

/** The addresses on the web that a text leads to, each once. What stands in code is not meant. */
export const linksIn = (text: string): readonly string[] => {
  if (!text.includes('://')) return []
  const found = findAddresses(text.replace(CODE, ' ')).flatMap(({ href }) => (href.startsWith('http') ? href : []))
  return [...new Set(found)].slice(0, PREVIEWS_PER_MESSAGE)
}

const CODE = /```[\s\S]*?(```|$)|`[^`\n]*`/g

/** A message that was posted or edited, as it was when its text was read. */
export type Linking = { channel: string; seq: number }

export const previewScope = (linking: readonly Linking[]): Scope => ({
  streams: [...new Set(linking.map(({ channel }) => channel))],
  facts: [
    policyFact('previews'),
    ...linking.flatMap(({ channel, seq }) => [['message', channel, seq] as const, ['preview', channel, seq] as const]),
  ],
})

/**
 * What follows from a text with addresses: a job that looks where they lead, and the end of cards whose address an edit
 * took out.
 */
export const wantPreviews = (
  facts: Facts,
  linking: readonly Linking[],
  looks: boolean,
  now: number,
): { writes: Write[]; keeps: Keep[] } => {
  const isOn = looks && policyIn(facts, 'previews') === 'on'
  const found = linking.flatMap(({ channel, seq }) => facts.get('message', channel, seq) ?? [])
  return {
    writes: found.flatMap(message => written(message, facts, before => before.cards)),
    keeps: isOn ? found.flatMap(message => (isLinking(message) ? [lookJob(message, now)] : [])) : [],
  }
}

/** A message's rev in the key: each text of it is looked at once. */
const lookJob = ({ channel, seq, rev }: MessageRecord, now: number): Keep =>
  jobRow({ kind: 'preview', key: `preview ${channel} ${seq} ${rev}`, due: now, data: `${channel} ${seq}` })

const isLinking = ({ text, deleted, kind }: MessageRecord): boolean =>
  deleted === null && kind === null && linksIn(text).length > 0

/** What was found behind the addresses of a message, as far as it still leads there and nobody took it away. */
export const setPreviews = (facts: Facts, { channel, seq }: Linking, cards: readonly PreviewCard[]): Write[] => {
  const message = facts.get('message', channel, seq)
  const isOn = policyIn(facts, 'previews') === 'on'
  return message === null || !isOn ? [] : written(message, facts, () => cards)
}

/** The row as it should be, where that is another one than there is. A message without cards needs none. */
const written = (
  message: MessageRecord,
  facts: Facts,
  cardsFrom: (before: PreviewRecord) => readonly PreviewCard[],
): Write[] => {
  const { channel, seq } = message
  const before = facts.get('preview', channel, seq) ?? { ...none, channel, seq }
  const links = message.deleted === null ? linksIn(message.text) : []
  const wanted = cardsFrom(before).filter(({ url }) => links.includes(url) && !before.removed.includes(url))
  const cards = links.flatMap(link => wanted.find(({ url }) => url === link) ?? [])
  if (JSON.stringify(cards) === JSON.stringify(before.cards)) return []
  return [{ stream: channel, table: 'previews', row: { ...before, cards, gone: cards.length === 0 ? 1 : null } }]
}

const none = { rev: 0, cards: [], removed: [], gone: null }

export const removePreviewScope = ({ channel, seq }: Remove, { actor }: Circumstances): Scope => ({
  streams: [channel],
  facts: [...upkeepFacts(channel, actor, 'deleteOthers'), ['message', channel, seq], ['preview', channel, seq]],
})

/**
 * Takes a card away from a message, for everybody and for good: `{seq}`. Who wrote the message does it, and who may delete
 * it. An address that has no card, or not yet, gets none.
 */
export const removePreview = (
  facts: Facts,
  { channel, seq, url }: Remove,
  at: Circumstances,
): Verdict<'preview.remove'> => {
  const found = inChannel(facts, 'edit', channel, at)
  if ('refused' in found) return found
  const message = facts.get('message', channel, seq)
  if (message === null || message.deleted !== null || message.kind !== null)
    return refuse('message_not_found', 'There is no such message.')
  if (message.author !== at.actor) {
    const moderated = inChannel(facts, 'moderate', channel, at)
    if ('refused' in moderated) return moderated
  }
  const before = facts.get('preview', channel, seq) ?? { ...none, channel, seq }
  if (before.removed.includes(url) || !linksIn(message.text).includes(url)) return { writes: [], ok: { seq } }
  const cards = before.cards.filter(card => card.url !== url)
  const row: PreviewRecord = {
    ...before,
    cards,
    removed: [...before.removed, url],
    gone: cards.length === 0 ? 1 : null,
  }
  return { writes: [{ stream: channel, table: 'previews', row }], ok: { seq } }
}

/** The end of what stands beside a message that is deleted. */
export const goneCards = (facts: Facts, channel: string, seq: number): Write[] => {
  const before = facts.get('preview', channel, seq)
  if (before === null || (before.gone !== null && before.removed.length === 0)) return []
  return [{ stream: channel, table: 'previews', row: { ...before, cards: [], removed: [], gone: 1 } }]
}
