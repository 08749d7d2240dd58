import { useSignal } from '@preact/signals'
import { useEffect } from 'preact/hooks'
import { Dialog } from '../../ui/dialog.tsx'
import { refusedWords } from '../../words/refused.ts'
import { say } from '../../words/say.ts'
import type { Said } from '../timeline/said.ts'
import { momentOf } from '../timeline/when.ts'
import { useQuestion, useWaitingNote } from '../use-question.ts'
import { differences } from './differences.ts'
import type { MessageTools } from './message-tools.ts'

/** What a message said before it was edited, the newest text first, each with what it changed. */
export function HistoryDialog({ said, tools }: { said: Said; tools: MessageTools }) {
  const { versions, note } = useVersions(said, tools.channel)
  return (
    <Dialog title={say`Edits of this message`} onClose={() => tools.close()}>
      {note !== null && <p class="dialog-note">{note}</p>}
      <ol class="versions">
        {versions.map(({ text, at }, index) => (
          <li key={at}>
            <time dateTime={new Date(at).toISOString()}>{momentOf(at)}</time>
            <p dir="auto">
              <Changed from={versions[index + 1]?.text ?? null} to={text} />
            </p>
          </li>
        ))}
      </ol>
    </Dialog>
  )
}

interface Version {
  text: string
  at: number
}

/** With what it says now, the newest first. */
const useVersions = ({ seq, text, at, edited }: Said, channel: string) => {
  const ask = useQuestion()
  const versions = useSignal<Version[] | null>(null)
  const refusal = useSignal<string | null>(null)
  const waiting = useWaitingNote(versions.value === null && refusal.value === null)
  useEffect(() => {
    void ask('versions', { channel, seq: seq ?? 0 }).then(answer => {
      if ('refused' in answer) refusal.value = refusedWords(answer.refused)
      else versions.value = [...answer.ok.versions, { text, at: edited ?? at }].reverse()
    })
  }, [])
  return { versions: versions.value ?? [], note: refusal.value ?? waiting }
}

/** The text of a version, in which the words are marked that were added to the one before, or removed from it. */
function Changed({ from, to }: { from: string | null; to: string }) {
  if (from === null) return <>{to}</>
  return (
    <>
      {differences(from, to).map(({ kind, text }, index) => {
        const key = `${index} ${kind}`
        if (kind === 'added') return <ins key={key}>{text}</ins>
        return kind === 'removed' ? <del key={key}>{text}</del> : <span key={key}>{text}</span>
      })}
    </>
  )
}
