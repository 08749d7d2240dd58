import { useEffect } from 'preact/hooks'
import type { ShownFile } from '../../sync/api.ts'
import { useClient } from '../client.ts'
import type { Said } from '../timeline/said.ts'
import { Boxes } from './boxes.tsx'
import { loadShown, shownNow } from './load-shown.ts'

/** What a message brings besides its text. Until what draws it has come, there is room for it, in its final size. */
export function MessageFiles({ said: { seq, entry }, channel }: { said: Said; channel: string }) {
  const { replica } = useClient()
  const files =
    seq === null
      ? (entry?.files ?? []).map(({ id, upload, ...file }): ShownFile => ({ ...file, id: id ?? upload }))
      : replica.files(channel, seq).value
  const parts = shownNow()
  useEffect(() => void loadShown(), [])
  if (parts === null) return <Boxes files={files} />
  return <parts.FileList files={files} channel={channel} seq={seq} entry={entry} />
}
