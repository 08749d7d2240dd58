import type { ChannelSummary } from '../sync/api.ts'
import { BrowseDialog } from './browse/browse-dialog.tsx'
import { DetailsDialog, type DetailsPart } from './details/details-dialog.tsx'
import { LeaveDialog } from './details/leave-dialog.tsx'
import { FilesDialog } from './files/file-lists.tsx'
import { Gallery, type Looked } from './files/gallery.tsx'
import { InviteDialog } from './invite/invite-dialog.tsx'
import { MakeChannelDialog, NameGroupDialog } from './people/group-dialog.tsx'
import { NewMessageDialog } from './people/new-message-dialog.tsx'
import { PeopleDialog } from './people/people-dialog.tsx'
import { PersonDialog } from './people/person-dialog.tsx'
import { ProfileDialog } from './profile/profile-dialog.tsx'
import { ShortcutsDialog } from './shortcuts/shortcuts-dialog.tsx'
import { CreateChannelDialog } from './sidebar/create-channel-dialog.tsx'
import { MoveDialog, SectionDialog } from './sidebar/section-dialog.tsx'
import { SharedSectionDialog } from './sidebar/shared-section-dialog.tsx'
import { CommandsDialog } from './slash/commands-dialog.tsx'
import { SwitcherDialog } from './switcher/switcher-dialog.tsx'
import { EditGroupDialog } from './user-groups/edit-group-dialog.tsx'
import { GroupsDialog } from './user-groups/groups-dialog.tsx'
import { UserGroupDialog } from './user-groups/user-group-dialog.tsx'

/**
 * Which dialog is open. `create`: the name that stands in the field at first. `person`: whose profile. `details`, `leave`: of which
 * channel. `share`: a section for everybody, null for a new one. `group`: which user group; `editGroup`: the same, null for a new one. `section`: which one is named, null for a new one. `move`: what is put into a section. `gallery`: the pictures of a message.
 */
export type Opened =
  | 'switch'
  | 'profile'
  | 'write'
  | 'browse'
  | 'shortcuts'
  | 'commands'
  | 'people'
  | 'files'
  | 'groups'
  | { group: string }
  | { editGroup: string | null }
  | 'invite'
  | { create: string }
  | { person: string }
  | { section: string | null }
  | { share: string | null }
  | { move: ChannelSummary }
  | { details: string; section?: DetailsPart }
  | { leave: string }
  | { gallery: Looked }
  | { nameGroup: string }
  | { makeChannel: string }

interface DialogsProps {
  opened: Opened
  onClose: () => void
  onOpen: (next: Opened) => void
}

/** The dialogs of the page as a whole: nobody begins with one, so that they are fetched after the first drawing. */
export function Dialogs({ opened, onClose, onOpen }: DialogsProps) {
  if (opened === 'profile') return <ProfileDialog onClose={onClose} />
  if (opened === 'shortcuts') return <ShortcutsDialog onClose={onClose} />
  if (opened === 'commands') return <CommandsDialog onClose={onClose} />
  if (opened === 'people') return <PeopleDialog onClose={onClose} />
  if (opened === 'groups') return <GroupsDialog onClose={onClose} onOpen={onOpen} />
  if (opened === 'invite') return <InviteDialog onClose={onClose} />
  if (opened === 'files') return <FilesDialog onClose={onClose} />
  if (opened === 'browse') return <BrowseDialog onClose={onClose} onCreate={name => onOpen({ create: name })} />
  if (opened === 'write') return <NewMessageDialog onClose={onClose} />
  if (opened !== 'switch' && 'move' in opened) return <MoveDialog summary={opened.move} onClose={onClose} />
  if (opened !== 'switch' && 'group' in opened)
    return <UserGroupDialog id={opened.group} onClose={onClose} onOpen={onOpen} />
  if (opened !== 'switch' && 'editGroup' in opened)
    return <EditGroupDialog id={opened.editGroup} onClose={onClose} onOpen={onOpen} />
  if (opened !== 'switch' && 'person' in opened) return <PersonDialog id={opened.person} onClose={onClose} />
  if (opened !== 'switch' && 'details' in opened)
    return <DetailsDialog channel={opened.details} section={opened.section} onClose={onClose} />
  if (opened !== 'switch' && 'gallery' in opened) return <Gallery {...opened.gallery} onClose={onClose} />
  if (opened !== 'switch' && 'section' in opened) return <SectionDialog section={opened.section} onClose={onClose} />
  if (opened !== 'switch' && 'share' in opened) return <SharedSectionDialog id={opened.share} onClose={onClose} />
  if (opened !== 'switch' && 'leave' in opened) return <LeaveDialog channel={opened.leave} onClose={onClose} />
  if (opened !== 'switch' && 'nameGroup' in opened)
    return <NameGroupDialog channel={opened.nameGroup} onClose={onClose} />
  if (opened !== 'switch' && 'makeChannel' in opened)
    return <MakeChannelDialog channel={opened.makeChannel} onClose={onClose} />
  if (opened !== 'switch') return <CreateChannelDialog name={opened.create} onClose={onClose} />
  return <SwitcherDialog onClose={onClose} onCreate={name => onOpen({ create: name })} />
}
