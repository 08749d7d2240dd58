import { useEffect } from 'preact/hooks'
import { afterPaint } from '../../ui/after-paint.ts'
import { loadParts, partsNow } from '../actions/load-parts.ts'
import { announced } from './announce.ts'

/**
 * One thin line above the message field that says what does not work right now, and what still does. It is also the one
 * place that is read out by itself, messages aside.
 */
export function StatusLine() {
  const parts = partsNow()
  // They are here before the connection goes: what waits for it is said by them.
  useEffect(() => afterPaint(() => void loadParts()), [])
  return (
    <div class="status" role="status" aria-atomic="false">
      {announced.value !== null && (
        <p class="unseen" key={announced.value.number}>
          {announced.value.text}
        </p>
      )}
      {parts !== null && <parts.OwnActs />}
      {parts !== null && <parts.Troubles />}
    </div>
  )
}
