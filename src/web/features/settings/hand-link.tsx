import { useSignal } from '@preact/signals'
import { useEffect, useId } from 'preact/hooks'
import { LinkMade } from '#protocol/sign-in.ts'
import { Button } from '../../ui/button.tsx'
import { copyText } from '../../ui/copy-text.ts'
import { say } from '../../words/say.ts'
import { changeCredentials } from '../sign-in/ask.ts'
import { Fault } from '../sign-in/fault.tsx'
import { useSending } from '../sign-in/sending.ts'

/** A link by which somebody who lost everything comes in once. It is made when this is drawn, and shown this once. */
export function HandLink({ user, name }: { user: string; name: string }) {
  const id = useId()
  const link = useSignal('')
  const copied = useSignal(false)
  const { error, send } = useSending()
  useEffect(() => {
    void send(
      () => changeCredentials({ do: 'link.hand', user }, LinkMade),
      ({ secret }) => {
        link.value = `${location.origin}/sign-in#${secret}`
      },
    )
  }, [user])
  return (
    <div class="settings-ask">
      <div class="field">
        <label for={id}>{say`Link for ${name}`}</label>
        <div class="field-row">
          <input
            id={id}
            type="text"
            readOnly
            dir="ltr"
            value={link.value}
            onFocus={event => event.currentTarget.select()}
          />
          <Button
            disabled={link.value === ''}
            onClick={() => void copyText(link.value).then(done => (copied.value = done))}
          >
            {copied.value ? say`Copied` : say`Copy link`}
          </Button>
        </div>
        <p class="field-note">{say`Whoever opens it first is signed in as ${name}. Give it to nobody else.`}</p>
      </div>
      <Fault words={error.value} />
    </div>
  )
}
