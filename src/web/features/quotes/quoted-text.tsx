import { useSignal } from '@preact/signals'
import { useEffect, useMemo } from 'preact/hooks'
import { millisOf } from '#protocol/ts.ts'
import { pathOf } from '../../routes.ts'
import type { MessageRow } from '../../sync/api.ts'
import { plural, say } from '../../words/say.ts'
import { useClient } from '../client.ts'
import { TextView } from '../text/text-view.tsx'
import { MessageText } from '../timeline/message-text.tsx'
import { momentOf, sinceOf } from '../timeline/when.ts'
import { today } from '../today.ts'
import { useQuestion } from '../use-question.ts'
import { type Permalink, permalinksIn, withoutLines } from './permalinks.ts'

/**
 * [TEXT-3] A text that leads to messages of this workspace: each is shown as it is now, to whoever may see it. For others,
 * and once it is deleted, the link is a link.
 */
export function QuotedText({ text }: { text: string }) {
  const links = useMemo(() => permalinksIn(text, location.origin), [text])
  const shown = useSignal<ReadonlySet<string>>(new Set())
  const note = (href: string, isShown: boolean) => {
    if (shown.peek().has(href) === isShown) return
    const rest = [...shown.peek()].filter(one => one !== href)
    shown.value = new Set(isShown ? [...rest, href] : rest)
  }
  const words = withoutLines(text, shown.value)
  return (
    <>
      {words !== '' && <MessageText text={words} />}
      {links.map(link => (
        <Quote key={link.href} link={link} onShown={isShown => note(link.href, isShown)} />
      ))}
    </>
  )
}

function Quote({ link, onShown }: { link: Permalink; onShown: (isShown: boolean) => void }) {
  const { replica } = useClient()
  const row = useQuoted(link)
  const isShown = row !== null && row.deleted === undefined
  useEffect(() => onShown(isShown), [isShown])
  if (!isShown) return null
  const at = millisOf(row.ts)
  return (
    <blockquote class="quote">
      <a class="quote-head" href={pathOf(link.channel, link.seq)}>
        <bdi>{replica.user(row.author).value?.name ?? '…'}</bdi>
        <time dateTime={new Date(at).toISOString()} title={momentOf(at)}>
          {sinceOf(at, today.value)}
        </time>
      </a>
      {row.text !== '' && <TextView text={row.text} folded />}
      {row.files !== undefined && <p class="quote-files">{filesWords(row.files.length)}</p>}
    </blockquote>
  )
}

const filesWords = (count: number) => plural(count, { one: say`One file`, other: say`${count} files` })

/** The message as the page holds it, or else as the server gives it to this reader; null where they may not see it. */
const useQuoted = ({ channel, seq }: Permalink): MessageRow | null => {
  const { replica, connection } = useClient()
  const ask = useQuestion()
  const asked = useSignal<MessageRow | null>(null)
  const held = replica.message(channel, seq).value
  const isLive = connection.value.phase === 'live'
  useEffect(() => {
    if (held !== null || !isLive) return
    const look = async () => {
      const answer = await ask('history', { channel, before: seq + 1, limit: 1 })
      asked.value = 'ok' in answer ? (answer.ok.rows.find(row => row.seq === seq) ?? null) : null
    }
    void look()
    const stop = replica.hearMessage(channel, seq, row => {
      if (row.rev > (asked.peek()?.rev ?? 0)) asked.value = row
    })
    // Of a channel that is not followed no changes arrive: it is asked for again when the page is looked at.
    addEventListener('focus', look)
    return () => {
      stop()
      removeEventListener('focus', look)
    }
  }, [held === null, isLive])
  return held ?? asked.value
}
