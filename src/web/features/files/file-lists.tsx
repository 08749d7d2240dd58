import { useSignal } from '@preact/signals'
import { millisOf } from '#protocol/ts.ts'
import { go } from '../../navigation.ts'
import { pathOf } from '../../routes.ts'
import { Button, IconButton } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { Drawn } from '../../ui/icon.tsx'
import { say } from '../../words/say.ts'
import { useClient } from '../client.ts'
import { opened } from '../opened.ts'
import { sinceOf } from '../timeline/when.ts'
import { titleOf } from '../title-of.ts'
import { today } from '../today.ts'
import { contentOf, copyOf } from './address.ts'
import { sizeWords } from './file-words.ts'
import { LEAD, PAPER } from './outlines.ts'
import { type ListedFile, useFiles } from './use-files.ts'

/** All files that one may see. */
export function FilesDialog({ onClose }: { onClose: () => void }) {
  return (
    <Dialog title={say`Files`} look="wide" onClose={onClose}>
      <FilesSection onClose={onClose} />
    </Dialog>
  )
}

/** The files of a channel, or of everything that one may see: by what they are, by who sent them, the newest first. */
export function FilesSection({ channel, onClose }: { channel?: string; onClose: () => void }) {
  const type = useSignal('')
  const user = useSignal('')
  const { files, users, next, isAsking, error, more } = useFiles({
    channel,
    type: type.value === '' ? undefined : type.value,
    user: user.value === '' ? undefined : user.value,
  })
  const pictures = files.filter(isShownPicture)
  return (
    <>
      <div class="file-filters">
        <TypeFilter chosen={type.value} onChoose={value => (type.value = value)} />
        <PersonFilter users={users} chosen={user.value} onChoose={value => (user.value = value)} />
      </div>
      {error !== null && (
        <p class="field-note" role="alert" data-error="true">
          {error}
        </p>
      )}
      <ul class="file-rows" aria-label={say`Files`} aria-busy={isAsking}>
        {files.map(file => (
          <FileLine
            key={file.id}
            file={file}
            hasPlace={channel === undefined}
            onOpen={() =>
              (opened.value = {
                gallery: {
                  pictures: pictures.map(one => ({ file: one, channel: one.channel, seq: one.seq })),
                  at: pictures.indexOf(file),
                },
              })
            }
            onClose={onClose}
          />
        ))}
      </ul>
      {files.length === 0 && !isAsking && error === null && <p class="detail-note">{say`No files here yet.`}</p>}
      {next !== null && (
        <Button look="quiet" aria-disabled={isAsking} onClick={more}>
          {say`Show more`}
        </Button>
      )}
    </>
  )
}

const isShownPicture = ({ type, width }: ListedFile): boolean => width !== undefined && type.startsWith('image/')

interface FilterProps {
  chosen: string
  onChoose: (value: string) => void
}

function TypeFilter({ chosen, onChoose }: FilterProps) {
  return (
    <select aria-label={say`Kind of file`} value={chosen} onChange={event => onChoose(event.currentTarget.value)}>
      <option value="">{say`All kinds`}</option>
      <option value="image">{say`Pictures`}</option>
      <option value="video">{say`Videos`}</option>
      <option value="audio">{say`Sound`}</option>
      <option value="text">{say`Texts`}</option>
      <option value="application/pdf">{say`PDF`}</option>
    </select>
  )
}

/** Oneself, and whoever sent one of those that were shown. */
function PersonFilter({ users, chosen, onChoose }: FilterProps & { users: readonly { id: string; name: string }[] }) {
  const me = useClient().session.value
  const mine = me.phase === 'signed-in' ? me.id : ''
  const others = users.filter(({ id }) => id !== mine).sort((a, b) => a.name.localeCompare(b.name))
  return (
    <select aria-label={say`Sent by`} value={chosen} onChange={event => onChoose(event.currentTarget.value)}>
      <option value="">{say`Anybody`}</option>
      <option value={mine}>{say`Me`}</option>
      {others.map(({ id, name }) => (
        <option key={id} value={id}>
          {name}
        </option>
      ))}
    </select>
  )
}

interface FileLineProps {
  file: ListedFile
  /** Whether it says where it was sent. */
  hasPlace: boolean
  onOpen: () => void
  onClose: () => void
}

function FileLine({ file, hasPlace, onOpen, onClose }: FileLineProps) {
  const { name, size, ts, channel, seq, author } = file
  const isPicture = isShownPicture(file)
  return (
    <li class="file-line">
      {isPicture ? (
        <img class="tray-picture" src={copyOf(file, 40)} alt="" loading="lazy" decoding="async" />
      ) : (
        <span class="tray-picture">
          <Drawn outlines={PAPER} size={20} />
        </span>
      )}
      <span class="file-words">
        {isPicture ? (
          <button type="button" title={name} onClick={onOpen}>
            <bdi>{name}</bdi>
          </button>
        ) : (
          <a href={contentOf(file)} download={name} title={name}>
            <bdi>{name}</bdi>
          </a>
        )}
        <span>
          <Whence author={author} channel={hasPlace ? channel : null} /> · {sinceOf(millisOf(ts), today.value)} ·{' '}
          {sizeWords(size)}
        </span>
      </span>
      <IconButton
        icon={LEAD}
        size={16}
        label={say`Show in channel`}
        onClick={() => {
          go(pathOf(channel, seq))
          onClose()
        }}
      />
    </li>
  )
}

function Whence({ author, channel }: { author: string; channel: string | null }) {
  const client = useClient()
  const name = <bdi translate={false}>{client.replica.user(author).value?.name ?? '…'}</bdi>
  const summary = channel === null ? null : client.replica.channel(channel).value
  return <>{summary === null ? name : say`${name} in ${<bdi>{titleOf(client, summary).full}</bdi>}`}</>
}
