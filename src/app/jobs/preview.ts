import { linksIn, previewScope, setPreviews } from '#domain/preview.ts'
import type { JobRecord } from '#domain/records.ts'
import type { ReadPage } from '#outside/pages/pages.ts'
import type { Store } from '#store/store.ts'
import type { JobKind } from './jobs.ts'

/** What it takes: who reads pages, and the origins of Flack itself. */
export type Previews = { readPage: ReadPage; origins: readonly string[] }

/**
 * Looks where the addresses of a message lead, and puts cards beside it. Whatever does not answer has none: it is not asked
 * again. Flack's own pages say nothing to who is not signed in, and their messages are quoted (TEXT-3).
 */
export const previewJob =
  (store: Store, { readPage, origins }: Previews): JobKind =>
  async ({ data }: JobRecord) => {
    const [channel = '', number] = data.split(' ')
    const seq = Number(number)
    const facts = await store.look([
      ['message', channel, seq],
      ['preview', channel, seq],
    ])
    const message = facts.get('message', channel, seq)
    if (message === null || message.deleted !== null) return null
    const removed = facts.get('preview', channel, seq)?.removed ?? []
    const links = linksIn(message.text).filter(url => !removed.includes(url) && !origins.includes(new URL(url).origin))
    const cards = await Promise.all(
      links.map(async url => {
        const card = await readPage(url)
        return card === null ? [] : [{ url, ...card }]
      }),
    )
    const linking = { channel, seq }
    return {
      scope: previewScope([linking]),
      decide: now => ({ writes: setPreviews(now, linking, cards.flat()) }),
    }
  }
