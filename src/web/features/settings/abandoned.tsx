import { useSignal } from '@preact/signals'
import { useEffect } from 'preact/hooks'
import type { Answers } from '#protocol/commands.ts'
import { plural, say } from '../../words/say.ts'
import { Chapter } from '../preferences/chapter.tsx'
import { momentOf } from '../timeline/when.ts'
import { useQuestion } from '../use-question.ts'

/** Private channels that nobody is in any more: how large they are, and no more than that. */
export function Abandoned() {
  const ask = useQuestion()
  const told = useSignal<Answers['abandoned']['channels']>([])
  useEffect(() => {
    void ask('abandoned', {}).then(answer => {
      if ('ok' in answer) told.value = answer.ok.channels
    })
  }, [])
  if (told.value.length === 0) return null
  return (
    <Chapter title={say`Private channels without members`}>
      <p class="detail-note">{say`Everybody has left them. What was said there is kept, and nobody sees it.`}</p>
      <ul class="settings-list">
        {told.value.map(({ created, posts, moved }) => (
          <li key={created}>
            <span>
              {plural(posts, { one: say`One message`, other: say`${posts} messages` })},{' '}
              {say`made ${momentOf(created)}`}
              {moved > 0 && <>, {say`last used ${momentOf(moved)}`}</>}
            </span>
          </li>
        ))}
      </ul>
    </Chapter>
  )
}
