import { useSignal } from '@preact/signals'
import { useEffect, useId, useRef } from 'preact/hooks'
import { Button } from '../../ui/button.tsx'
import { copyText } from '../../ui/copy-text.ts'
import { Dialog } from '../../ui/dialog.tsx'
import { later } from '../../ui/later.tsx'
import { refusedWords } from '../../words/refused.ts'
import { say } from '../../words/say.ts'
import { useClient } from '../client.ts'
import { Choices, type Chosen, firstChosen, saidOf } from './invite-choices.tsx'

/** Only who opens this dialog draws a code. */
const code = later(() => import('../sign-in/qr-code.tsx').then(({ QrCode }) => QrCode))

interface Made {
  id: string
  link: string
  /** It may be in somebody's hands. */
  isOut: boolean
  chosen: Chosen
}

/** The link is shown this once: who opens the dialog again in this page is shown the same, and after that another. */
let last: Made | null = null

/** A link by which people come in: there at once, and made anew by each choice, as long as nobody has it. */
export function InviteDialog({ onClose }: { onClose: () => void }) {
  const client = useClient()
  const made = useSignal<Made | null>(last)
  const chosen = useSignal<Chosen>(last?.chosen ?? firstChosen)
  const error = useSignal<string | null>(null)
  const turn = useRef(0)

  const make = async (next: Chosen) => {
    chosen.value = next
    error.value = null
    const before = made.peek()
    made.value = null
    turn.current += 1
    const mine = turn.current
    if (before !== null && !before.isOut) void client.ask('invitation.revoke', { invitation: before.id })
    const said = saidOf(next)
    if (said === null) return
    const answer = await client.ask('invitation.create', said)
    if ('ok' in answer) {
      const { invitation, secret = '' } = answer.ok
      const fresh = { id: invitation, link: `${location.origin}/invite/${secret}`, isOut: false, chosen: next }
      // Chosen otherwise meanwhile: nobody has seen this one.
      if (mine !== turn.current) return void client.ask('invitation.revoke', { invitation })
      made.value = fresh
      last = fresh
    } else if (mine === turn.current) error.value = refusedWords(answer.refused)
  }
  useEffect(() => {
    if (made.peek() === null) void make(chosen.peek())
  }, [])
  const out = () => {
    const now = made.peek()
    if (now !== null) now.isOut = true
  }
  return (
    <Dialog title={say`Invite people`} onClose={onClose}>
      <Link link={made.value?.link ?? ''} onOut={out} />
      <p class="field-note" role="status" data-error={error.value !== null}>
        {error.value ??
          (saidOf(chosen.value) === null
            ? say`Choose the channels in which a guest will be.`
            : say`Whoever opens this link can come in. It is shown this once, so copy it.`)}
      </p>
      {made.value !== null && <code.Later text={made.value.link} label={say`The link as a QR code`} />}
      <Choices chosen={chosen.value} onChoose={next => void make(next)} />
    </Dialog>
  )
}

function Link({ link, onOut }: { link: string; onOut: () => void }) {
  const id = useId()
  const copied = useSignal(false)
  const copy = async () => {
    copied.value = await copyText(link)
    onOut()
  }
  return (
    <div class="field">
      <label for={id}>{say`Invitation link`}</label>
      <div class="field-row">
        <input
          id={id}
          type="text"
          readOnly
          dir="ltr"
          // biome-ignore lint/a11y/noAutofocus: a dialog that opens gives the focus to its link, and not to its cross
          autoFocus
          value={link}
          onFocus={event => event.currentTarget.select()}
          onCopy={onOut}
        />
        <Button look="main" disabled={link === ''} onClick={() => void copy()}>
          {copied.value ? say`Copied` : say`Copy link`}
        </Button>
      </div>
    </div>
  )
}
