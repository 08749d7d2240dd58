import { useSignal, useSignalEffect } from '@preact/signals'
import { useId, useLayoutEffect, useRef } from 'preact/hooks'
import { Button } from '../../ui/button.tsx'
import { plural, say } from '../../words/say.ts'
import { useClient } from '../client.ts'
import { useOwnCredentials } from '../sign-in/own-credentials.ts'

/** The way out. For who has nothing to sign in with it ends for good who one is: that is said before it is done. */
export function SignOut({ name }: { name: string }) {
  const isAsking = useSignal(false)
  const button = useRef<HTMLDivElement>(null)
  const stay = () => {
    isAsking.value = false
    button.current?.querySelector('button')?.focus()
  }
  return (
    <div class="sign-out" ref={button}>
      <Button aria-haspopup="dialog" aria-expanded={isAsking.value} onClick={() => (isAsking.value = !isAsking.peek())}>
        {say`Sign out`}
      </Button>
      {isAsking.value && <Question name={name} onStay={stay} />}
      <UnsentNote />
    </div>
  )
}

function Question({ name, onStay }: { name: string; onStay: () => void }) {
  const client = useClient()
  const id = useId()
  const canComeBack = (useOwnCredentials().own?.credentials.length ?? 0) > 0
  const box = useRef<HTMLDivElement>(null)
  const hasFailed = useSignal(false)
  useLayoutEffect(() => {
    box.current?.querySelector('button')?.focus()
    box.current?.scrollIntoView({ block: 'nearest' })
  }, [])
  const press = (event: KeyboardEvent) => {
    if (event.key !== 'Escape') return
    // The innermost thing first: the dialog around it stays.
    event.preventDefault()
    event.stopPropagation()
    onStay()
  }
  const signOut = () => {
    hasFailed.value = false
    client.signOut().catch(() => (hasFailed.value = true))
  }
  return (
    <div class="sign-out-question" role="alertdialog" aria-labelledby={id} ref={box} onKeyDown={press}>
      <p id={id}>
        {canComeBack
          ? say`You can come back as ${<bdi>{name}</bdi>} with what you sign in with.`
          : say`You have no password. After this nobody can be ${<bdi>{name}</bdi>} again.`}
      </p>
      <Button onClick={onStay}>{say`Stay`}</Button>
      <Button look={canComeBack ? 'main' : 'danger'} onClick={signOut}>
        {canComeBack ? say`Sign out now` : say`Sign out for good`}
      </Button>
      {hasFailed.value && (
        <p class="dialog-note" role="alert" data-error="true">
          {say`The server cannot be reached. Try again in a moment.`}
        </p>
      )}
    </div>
  )
}

/** Also what other tabs hold: signing out ends the session of them all. */
function UnsentNote() {
  const { outbox } = useClient()
  const unsent = useSignal(0)
  useSignalEffect(() => {
    void outbox.entries.value
    outbox.unsent().then(all => (unsent.value = all.length))
  })
  if (unsent.value === 0) return null
  return (
    <p class="dialog-note" key={unsent.value}>
      {plural(unsent.value, {
        one: say`One message has not been sent yet. Signing out discards it.`,
        other: say`${unsent.value} messages have not been sent yet. Signing out discards them.`,
      })}
    </p>
  )
}
