import { SECTION_NAME_CHARACTERS } from '#protocol/limits.ts'
import type { ChannelSummary, Client } from '../../sync/api.ts'
import { Dialog } from '../../ui/dialog.tsx'
import { Icon } from '../../ui/icon.tsx'
import { NameForm } from '../../ui/name-form.tsx'
import type { Sent } from '../../ui/one-field.ts'
import { say } from '../../words/say.ts'
import { useClient } from '../client.ts'
import { titleOf } from '../title-of.ts'
import { makeSection, ownSections, putInto, setSection } from './section-acts.ts'

/** Names a section, a new one where `section` is null. */
export function SectionDialog({ section, onClose }: { section: string | null; onClose: () => void }) {
  const client = useClient()
  const before = section === null ? '' : (client.replica.sections.peek().get(section)?.name ?? '')
  const send = (name: string): void => {
    if (section === null) makeSection(client, name)
    else setSection(client, { section, name })
    onClose()
  }
  return (
    <Dialog title={section === null ? say`New section` : say`Rename section`} onClose={onClose}>
      <NameForm
        label={say`Section name`}
        before={before}
        button={section === null ? say`Create` : say`Save`}
        send={named(send)}
      />
    </Dialog>
  )
}

/** Where a conversation is to stand: in a section that is there, in a new one, or in none. */
export function MoveDialog({ summary, onClose }: { summary: ChannelSummary; onClose: () => void }) {
  const client = useClient()
  const move = (section: string | null) => () => {
    putInto(client, summary.id, section)
    onClose()
  }
  const here = summary.star ? null : sectionNow(client, summary)
  const own = ownSections(client)
  return (
    <Dialog title={say`Move ${titleOf(client, summary).full}`} onClose={onClose}>
      <ul class="section-choices">
        {own.map(({ id, name }) => (
          <li key={id}>
            <Choice isHere={id === here} onClick={move(id)}>
              {name}
            </Choice>
          </li>
        ))}
        {here !== null && (
          <li>
            <Choice isHere={false} onClick={move(null)}>
              {say`No section`}
            </Choice>
          </li>
        )}
      </ul>
      <NameForm
        label={say`Section name`}
        before=""
        button={say`Create`}
        send={named(name => move(makeSection(client, name))())}
      />
    </Dialog>
  )
}

/** In which section it stands, by my own will or for everybody. */
const sectionNow = (client: Client, { id, section }: ChannelSummary): string | null => {
  const own = ownSections(client)
  if (section === 'channels' || own.some(one => one.id === section)) return section === 'channels' ? null : section
  return own.find(({ channels }) => channels?.includes(id))?.id ?? null
}

function Choice({ isHere, onClick, children }: { isHere: boolean; onClick: () => void; children: string }) {
  return (
    <button class="section-choice" type="button" aria-pressed={isHere} onClick={onClick}>
      <bdi>{children}</bdi>
      {isHere && <Icon name="check" />}
    </button>
  )
}

/** A name as sections may have it, handed on; the server has the same rules, and is asked later. */
const named =
  (onName: (name: string) => void) =>
  async (typed: string): Promise<Sent> => {
    const name = typed.trim()
    if (name === '') return say`Please type a name.`
    if (name.length > SECTION_NAME_CHARACTERS) return say`A name has at most ${SECTION_NAME_CHARACTERS} characters.`
    return () => onName(name)
  }
