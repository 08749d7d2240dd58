import { Icon } from '../../ui/icon.tsx'
import { MenuButton } from '../../ui/menu-button.tsx'
import { plural, say } from '../../words/say.ts'
import { useClient } from '../client.ts'
import { isDirect } from '../title-of.ts'
import { ChannelLink } from './channel-link.tsx'
import { ChannelList, type LineProps } from './channel-list.tsx'
import type { ChannelOrder } from './channel-order.ts'
import type { CurrentMarks } from './current-marks.ts'
import { DirectLink } from './direct-link.tsx'
import { useDragging } from './dragging.ts'
import { sectionEntries, setSection } from './section-acts.ts'

interface OwnSectionsProps {
  order: ChannelOrder
  marks: CurrentMarks
}

/** Favourites and the sections of one's own, each with a heading that folds it and a menu. */
export function OwnSections({ order, marks }: OwnSectionsProps) {
  useDragging()
  return (
    <>
      {order.sections.value.map(({ id, name }) => (
        <OwnSection key={id} id={id} name={name === '' ? say`Favourites` : name} order={order} marks={marks} />
      ))}
    </>
  )
}

function OwnSection({ id, name, order, marks }: OwnSectionsProps & { id: string; name: string }) {
  const client = useClient()
  const isFolded = order.isFolded(id)
  return (
    <section class="own-section" aria-labelledby={`section-${id}`} data-section={id}>
      <div class="section-head">
        <h3 class="list-fold" id={`section-${id}`}>
          <button
            type="button"
            aria-expanded={!isFolded}
            onClick={() => setSection(client, { section: id, folded: !isFolded })}
          >
            <Icon name={isFolded ? 'chevron-right' : 'chevron-down'} />
            <bdi>{name}</bdi>
          </button>
        </h3>
        <SectionMenu section={id} name={name} order={order} />
      </div>
      <ChannelList ids={order.in(id)} marks={marks} Line={AnyLine} />
    </section>
  )
}

/** How a section is ordered, and for one of one's own what it is called and where it stands. */
export function SectionMenu({ section, name, order }: { section: string; name: string; order: ChannelOrder }) {
  const client = useClient()
  const entries = sectionEntries(client, section, order.isFolded(section))
  return <MenuButton label={say`Options of ${name}`} entries={entries} />
}

/** What a list without a heading to unfold it does not show, and the way to it. */
export function Hidden({ section, order }: { section: string; order: ChannelOrder }) {
  const client = useClient()
  const count = order.hidden(section)
  if (count === 0) return null
  return (
    <button
      class="list-line section-hidden"
      type="button"
      onClick={() => {
        if (order.isFolded(section)) setSection(client, { section, folded: false })
        if (client.replica.sections.peek().get(section)?.unread) setSection(client, { section, unread: false })
      }}
    >
      {plural(count, { one: say`${1} more`, other: say`${count} more` })}
    </button>
  )
}

function AnyLine(props: LineProps) {
  const summary = useClient().replica.channel(props.id).value
  return summary !== null && isDirect(summary) ? <DirectLink {...props} /> : <ChannelLink {...props} />
}
