import type { OutboxEntry, PostFile, ShownFile } from '../../sync/api.ts'
import { say } from '../../words/say.ts'
import { opened } from '../opened.ts'
import { Boxes, MOST_SHOWN } from './boxes.tsx'
import { FileCard } from './file-card.tsx'
import { Picture } from './picture.tsx'
import { Player, playerFor } from './player.tsx'
import { Reading, readingFor } from './reading-file.tsx'
import { Sending } from './sending.tsx'

interface FileListProps {
  files: readonly ShownFile[]
  channel: string
  /** Null while the message is on its way. */
  seq: number | null
  entry: OutboxEntry | null
}

/** The files of a message: its pictures together, and everything else in rows. */
export function FileList({ files, channel, seq, entry }: FileListProps) {
  const waiting = (file: ShownFile): PostFile | undefined =>
    entry?.state.phase === 'waiting'
      ? entry.files?.find(({ id, upload }) => id === undefined && upload === file.id)
      : undefined
  return (
    <Boxes
      files={files}
      picture={(file, at, all) => {
        const more = at === MOST_SHOWN - 1 ? all.length - MOST_SHOWN : 0
        const upload = waiting(file)
        return (
          <>
            <Picture
              file={file}
              isOne={all.length === 1}
              onOpen={
                seq === null
                  ? null
                  : () => (opened.value = { gallery: { pictures: all.map(file => ({ file, channel, seq })), at } })
              }
            />
            {more > 0 && <span class="picture-more">{say`+${more}`}</span>}
            {upload !== undefined && <Sending file={upload} />}
          </>
        )
      }}
      other={file => {
        const upload = waiting(file)
        if (upload !== undefined || seq === null) return <FileCard file={file} sending={upload} />
        if (playerFor(file) !== null) return <Player file={file} />
        return readingFor(file) === null ? <FileCard file={file} /> : <Reading file={file} />
      }}
    />
  )
}
