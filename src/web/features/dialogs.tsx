import { NewMessageDialog } from './people/new-message-dialog.tsx'
import { PersonDialog } from './people/person-dialog.tsx'
import { ProfileDialog } from './profile/profile-dialog.tsx'
import { CreateChannelDialog } from './sidebar/create-channel-dialog.tsx'
import { SwitcherDialog } from './switcher/switcher-dialog.tsx'

/** Which dialog is open. `create`: the name that stands in the field at first. `person`: whose profile. */
export type Opened = 'switch' | 'profile' | 'write' | { create: string } | { person: string }

interface DialogsProps {
  opened: Opened
  onClose: () => void
  onOpen: (next: Opened) => void
}

/** The dialogs of the page as a whole: nobody begins with one, so that they are fetched after the first drawing. */
export function Dialogs({ opened, onClose, onOpen }: DialogsProps) {
  if (opened === 'profile') return <ProfileDialog onClose={onClose} />
  if (opened === 'write') return <NewMessageDialog onClose={onClose} />
  if (opened !== 'switch' && 'person' in opened) return <PersonDialog id={opened.person} onClose={onClose} />
  if (opened !== 'switch') return <CreateChannelDialog name={opened.create} onClose={onClose} />
  return <SwitcherDialog onClose={onClose} onCreate={name => onOpen({ create: name })} />
}
