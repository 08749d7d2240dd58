import { useId } from 'preact/hooks'
import { Button } from '../../ui/button.tsx'
import { say } from '../../words/say.ts'
import { Chapter } from '../preferences/chapter.tsx'
import { ChoiceRow } from '../preferences/choice.tsx'
import { preferences } from '../preferences/chosen.ts'
import { device, turnOff, turnOn } from './device.ts'
import { play } from './sound.ts'

/** What one wants to be told of, how much of it others may see, and whether this browser does. */
export function NoticesChapter() {
  return (
    <Chapter title={say`Notifications`}>
      <ThisDevice />
      <ChoiceRow
        name="notify"
        label={say`Notify me about`}
        note={say`Each conversation can have it otherwise, in its menu.`}
        options={[
          ['all', say`Everything`],
          ['meant', say`What is meant for me`],
          ['nothing', say`Nothing`],
        ]}
      />
      <ChoiceRow
        name="noticeShows"
        label={say`They show`}
        note={say`Others may see your screen.`}
        options={[
          ['all', say`Who and what`],
          ['sender', say`Who`],
          ['nothing', say`Neither`],
        ]}
      />
      <ChoiceRow
        name="noticeSound"
        label={say`Sound`}
        note={say`“Try it” plays it, too.`}
        options={[
          ['knock', say`Knock`],
          ['chime', say`Chime`],
          ['off', say`None`],
        ]}
      />
    </Chapter>
  )
}

function ThisDevice() {
  const id = useId()
  const is = device.value
  return (
    // biome-ignore lint/a11y/useSemanticElements: a row like those of choices, which are radio groups
    <div class="preference" role="group" aria-labelledby={id} aria-describedby={`${id}-note`}>
      <div>
        <span class="preference-label" id={id}>
          {say`In this browser`}
        </span>
        <p id={`${id}-note`} role="status">
          {stateOf(is)}
        </p>
      </div>
      <div class="preference-acts">
        {(is === 'unasked' || is === 'off') && <Button onClick={() => void turnOn()}>{say`Turn on`}</Button>}
        {is === 'on' && <Button onClick={tryIt}>{say`Try it`}</Button>}
        {is === 'on' && <Button onClick={turnOff}>{say`Turn off`}</Button>}
      </div>
    </div>
  )
}

const stateOf = (is: typeof device.value): string => {
  switch (is) {
    case 'cannot':
      return say`This browser cannot do it here. It takes a computer, and an address that begins with https.`
    case 'forbidden':
      return say`The settings of your browser forbid it. Allow notifications for this page there.`
    case 'unasked':
    case 'off':
      return say`Off. Nothing is told while you look elsewhere.`
    case 'on':
      return say`On, as long as Flack is open in a tab.`
  }
}

const tryIt = (): void => {
  new Notification(say`This is how it looks`, { body: say`Flack tells you like this.`, silent: true })
  play(preferences.peek().noticeSound)
}
