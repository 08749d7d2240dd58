import type { ComponentChildren } from 'preact'
import type { ShownFile } from '../../sync/api.ts'

interface BoxesProps {
  files: readonly ShownFile[]
  /** What stands in the boxes; nothing before it has come. */
  picture?: (file: ShownFile, at: number, all: readonly ShownFile[]) => ComponentChildren
  other?: (file: ShownFile) => ComponentChildren
}

/** So many pictures are shown: the last of them says how many more there are. */
export const MOST_SHOWN = 4

/** The places of a message's files, in their final size: pictures by what their rows say, everything else one row. */
export function Boxes({ files, picture, other }: BoxesProps) {
  const pictures = files.filter(({ width }) => width)
  return (
    <div class="files">
      {pictures[0] && (
        <div class="album" data-many={pictures.length > 1 || undefined}>
          {pictures.slice(0, MOST_SHOWN).map((file, at) => (
            // By its place: one that was on its way has another name once it is there.
            <div key={at} class="picture" style={{ '--w': file.width, '--h': file.height }}>
              {picture?.(file, at, pictures)}
            </div>
          ))}
        </div>
      )}
      {files.map(
        (file, at) =>
          !file.width && (
            <div key={at} class="file" data-type={file.type.split('/')[0]}>
              {other?.(file)}
            </div>
          ),
      )}
    </div>
  )
}
