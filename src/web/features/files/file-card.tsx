import type { ComponentChildren } from 'preact'
import type { PostFile, ShownFile } from '../../sync/api.ts'
import { Drawn } from '../../ui/icon.tsx'
import { say } from '../../words/say.ts'
import { contentOf, isSent } from './address.ts'
import { kindWords, sizeWords } from './file-words.ts'
import { DOWNLOAD, PAPER } from './outlines.ts'
import { Sending } from './sending.tsx'

interface FileCardProps {
  file: ShownFile
  /** It is on its way. */
  sending?: PostFile | undefined
  /** What else can be done with it. */
  children?: ComponentChildren
}

/** Any file: what it is, how large, and how to have it. */
export function FileCard({ file, sending, children }: FileCardProps) {
  const { name, size } = file
  const address = isSent(file) ? contentOf(file) : undefined
  return (
    <div class="file-card">
      <Drawn outlines={PAPER} size={20} />
      <span class="file-words">
        <a href={address} download={name} title={name}>
          <bdi>{name}</bdi>
        </a>
        <span>
          {kindWords(name)} · {sizeWords(size)}
        </span>
      </span>
      {children}
      {sending !== undefined && <Sending file={sending} />}
      {sending === undefined && address !== undefined && (
        <a class="icon-button" href={address} download={name} tabIndex={-1} title={say`Download`}>
          <Drawn outlines={DOWNLOAD} />
        </a>
      )}
    </div>
  )
}
