import type { PostFile } from '../../sync/api.ts'
import { IconButton } from '../../ui/button.tsx'
import { say } from '../../words/say.ts'
import { onTheWayNow } from './on-the-way.ts'

/** How far a file of a message is that waits for it, and the way to do without it. */
export function Sending({ file }: { file: PostFile }) {
  const uploads = onTheWayNow()?.uploads ?? null
  const upload = uploads?.upload(file.upload) ?? null
  const state = upload?.state.value
  return (
    <span class="upload">
      <progress
        aria-label={file.name}
        max={Math.max(1, file.size)}
        value={state?.phase === 'sending' ? state.sent : 0}
      />
      {uploads !== null && upload !== null && (
        <IconButton
          icon="close"
          size={16}
          label={say`Cancel upload`}
          onClick={() => {
            uploads.cancel(upload)
            document.querySelector<HTMLElement>('.timeline')?.focus({ preventScroll: true })
          }}
        />
      )}
    </span>
  )
}
