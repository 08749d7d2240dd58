import { useSignal } from '@preact/signals'
import { useId } from 'preact/hooks'
import type { ChannelSummary } from '../../sync/api.ts'
import { Dialog } from '../../ui/dialog.tsx'
import { Icon } from '../../ui/icon.tsx'
import { say } from '../../words/say.ts'
import { useClient } from '../client.ts'
import { FilesSection } from '../files/file-lists.tsx'
import { AboutSection } from './about-section.tsx'
import { MembersSection } from './members-section.tsx'
import { SettingsSection } from './settings-section.tsx'

const SECTIONS = ['about', 'members', 'files', 'settings'] as const
export type DetailsPart = (typeof SECTIONS)[number]

interface DetailsDialogProps {
  channel: string
  /** What is shown of it at first. */
  section?: DetailsPart | undefined
  onClose: () => void
}

/** Everything that there is to know of a channel and to do with it. */
export function DetailsDialog({ channel, section = 'about', onClose }: DetailsDialogProps) {
  const summary = useClient().replica.channel(channel).value
  return (
    <Dialog title={say`Channel details`} look="wide" onClose={onClose}>
      {summary === null ? (
        <p>{say`There is no such channel.`}</p>
      ) : (
        <Sections summary={summary} section={section} onClose={onClose} />
      )}
    </Dialog>
  )
}

function Sections(props: { summary: ChannelSummary; section: DetailsPart; onClose: () => void }) {
  const { summary, section, onClose } = props
  const id = useId()
  const shown = useSignal(section)
  const names: Record<DetailsPart, string> = {
    about: say`About`,
    members: say`Members`,
    files: say`Files`,
    settings: say`Settings`,
  }
  const press = (event: KeyboardEvent & { currentTarget: HTMLElement }) => {
    const step = { ArrowRight: 1, ArrowLeft: SECTIONS.length - 1 }[event.key]
    if (step === undefined) return
    event.preventDefault()
    const next = SECTIONS[(SECTIONS.indexOf(shown.peek()) + step) % SECTIONS.length] ?? 'about'
    shown.value = next
    event.currentTarget.querySelector<HTMLElement>(`[data-section="${next}"]`)?.focus()
  }
  return (
    <>
      <p class="details-name" translate={false}>
        <Icon name={summary.kind === 'private' ? 'lock' : 'hash'} size={20} />
        <bdi>{summary.name}</bdi>
      </p>
      <div class="tabs" role="tablist" aria-label={say`Channel details`} onKeyDown={press}>
        {SECTIONS.map(section => (
          <button
            key={section}
            class="tab"
            type="button"
            role="tab"
            id={`${id}-${section}`}
            data-section={section}
            aria-selected={section === shown.value}
            aria-controls={`${id}-panel`}
            tabIndex={section === shown.value ? 0 : -1}
            onClick={() => (shown.value = section)}
          >
            {names[section]}
          </button>
        ))}
      </div>
      <div class="details-panel" id={`${id}-panel`} role="tabpanel" aria-labelledby={`${id}-${shown.value}`}>
        {shown.value === 'about' && <AboutSection summary={summary} />}
        {shown.value === 'members' && <MembersSection summary={summary} />}
        {shown.value === 'files' && <FilesSection channel={summary.id} onClose={onClose} />}
        {shown.value === 'settings' && <SettingsSection summary={summary} onClose={onClose} />}
      </div>
    </>
  )
}
