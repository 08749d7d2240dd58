import { Button } from '../../ui/button.tsx'
import { say } from '../../words/say.ts'
import { focusToWrite } from '../composer/focus.ts'
import { offer, withdrawUndo } from './offer.ts'

/** What was done a moment ago, above the message field. */
export function UndoBar() {
  const made = offer.value
  const undo = () => {
    withdrawUndo()
    focusToWrite()
    made?.undo()
  }
  return (
    <div class="undo">
      {made !== null && (
        <p key={made.words}>
          <span>{made.words}</span>
          <Button look="quiet" onClick={undo}>
            {say`Undo`}
          </Button>
        </p>
      )}
    </div>
  )
}
