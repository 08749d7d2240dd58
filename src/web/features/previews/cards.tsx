import { useSignal } from '@preact/signals'
import type { PreviewCard } from '#protocol/rows.ts'
import { IconButton } from '../../ui/button.tsx'
import { refusedWords } from '../../words/refused.ts'
import { say } from '../../words/say.ts'
import { useClient } from '../client.ts'
import { announce } from '../status/announce.ts'
import { Link } from '../text/link.tsx'
import { useQuestion } from '../use-question.ts'

interface CardsProps {
  cards: readonly PreviewCard[]
  author: string
  channel: string
  seq: number
}

/** What stands behind the addresses of a message: words of somebody else, so text and nothing but text. */
export function Cards({ cards, author, channel, seq }: CardsProps) {
  const mayRemove = useMayRemove(author)
  const ask = useQuestion()
  const removed = useSignal<ReadonlySet<string>>(new Set())
  const remove = async (url: string, line: Element | null) => {
    // With the card goes its button, and the focus on it would go with it.
    if (line instanceof HTMLElement) line.focus({ preventScroll: true })
    removed.value = new Set([...removed.value, url])
    const answer = await ask('preview.remove', { channel, seq, url })
    if ('ok' in answer) return announce(say`The preview was removed.`)
    removed.value = new Set([...removed.value].filter(each => each !== url))
    announce(refusedWords(answer.refused))
  }
  const shown = cards.filter(({ url }) => !removed.value.has(url))
  if (shown.length === 0) return null
  return (
    <section class="link-cards" aria-label={say`Link previews`}>
      {shown.map(card => (
        <Card key={card.url} card={card} onRemove={mayRemove ? line => void remove(card.url, line) : null} />
      ))}
    </section>
  )
}

interface CardProps {
  card: PreviewCard
  onRemove: ((line: Element | null) => void) | null
}

function Card({ card: { url, title, text, site }, onRemove }: CardProps) {
  const host = new URL(url).hostname.replace(/^www\./, '')
  // A page may call itself whatever it likes; where it is stands beside that.
  const isNamed = site !== undefined && site.toLowerCase() !== host
  return (
    <blockquote class="link-card">
      <p class="link-card-site">
        {isNamed && (
          <>
            <bdi>{site}</bdi>
            <span aria-hidden="true"> · </span>
          </>
        )}
        <bdi translate={false}>{host}</bdi>
      </p>
      <p class="link-card-title">
        <Link href={url}>
          <bdi>{title}</bdi>
        </Link>
      </p>
      {text !== undefined && (
        <p class="link-card-text" dir="auto">
          {text}
        </p>
      )}
      {onRemove !== null && (
        <IconButton
          icon="close"
          size={16}
          class="link-card-remove"
          label={say`Remove preview`}
          onClick={() => onRemove(document.activeElement?.closest('article') ?? null)}
        />
      )}
    </blockquote>
  )
}

/** Who wrote the message, and who looks after the workspace; the server has the last word. */
const useMayRemove = (author: string): boolean => {
  const { replica, session } = useClient()
  const me = session.value.phase === 'signed-in' ? session.value.id : ''
  const role = replica.user(me).value?.role
  return me === author || role === 'owner' || role === 'admin'
}
