import { type ReadonlySignal, useSignalEffect } from '@preact/signals'
import { useLayoutEffect, useMemo, useRef } from 'preact/hooks'
import { listIsOpen } from '../../navigation.ts'
import { parseRoute } from '../../routes.ts'
import type { Client } from '../../sync/api.ts'
import { IconButton } from '../../ui/button.tsx'
import { Icon } from '../../ui/icon.tsx'
import { later } from '../../ui/later.tsx'
import { Mark, Wordmark } from '../../ui/mark.tsx'
import { say } from '../../words/say.ts'
import { useClient } from '../client.ts'
import { Face } from '../face.tsx'
import { mayCreate } from '../policies/may-create.ts'
import { ChannelList } from './channel-list.tsx'
import type { ChannelOrder } from './channel-order.ts'
import { CurrentMarks } from './current-marks.ts'

interface SidebarProps {
  current: ReadonlySignal<string | null>
  order: ChannelOrder
  onSwitch: () => void
  onCreate: () => void
  onBrowse: () => void
  /** A new conversation with people. */
  onWrite: () => void
  onProfile: () => void
}

/**
 * Fetched after the first drawing. The direct messages come last, so that nothing moves when they come; without the edge,
 * whose width the first drawing has already (`early.ts`), the list is only not to be moved.
 */
const directs = later(() => import('./direct-messages.tsx').then(({ DirectMessages }) => DirectMessages))
const loadSections = () => import('./own-sections.tsx')
const sections = later(() => loadSections().then(({ OwnSections }) => OwnSections))
const settings = later(() => import('../settings/settings-link.tsx').then(({ SettingsLink }) => SettingsLink))
const menu = later(() => loadSections().then(({ SectionMenu }) => SectionMenu))
const hidden = later(() => loadSections().then(({ Hidden }) => Hidden))
const edge = later(() => import('./sidebar-edge.tsx').then(({ SidebarEdge }) => SidebarEdge))

/** Everything that can be gone to, and who I am. On a small screen it covers the conversation while it is open. */
export function Sidebar({ current, order, onSwitch, onCreate, onBrowse, onWrite, onProfile }: SidebarProps) {
  const marks = useMemo(() => new CurrentMarks(), [])
  useSignalEffect(() => marks.move(current.value))
  const client = useClient()
  const list = useRef<HTMLDivElement>(null)
  const covers = listIsOpen.value
  // Where the list covers a small screen it is not laid out before it is open.
  useLayoutEffect(() => {
    if (covers) list.current?.querySelector('[aria-current]')?.scrollIntoView({ block: 'nearest' })
  }, [covers])
  return (
    <aside class="sidebar" id="sidebar" aria-label={say`Workspace`}>
      <header class="sidebar-head">
        <Mark size={20} />
        <Wordmark size={17} />
        <settings.Later />
      </header>
      <button
        class="go-to"
        type="button"
        aria-haspopup="dialog"
        aria-keyshortcuts="Control+K Meta+K"
        onClick={onSwitch}
      >
        <Icon name="search" />
        {say`Go to…`}
        <span class="key" aria-hidden="true">
          {onMac ? '⌘K' : say`Ctrl K`}
        </span>
      </button>
      <div
        class="lists"
        ref={list}
        onPointerDown={event => prepareLink(client, event.target)}
        onPointerEnter={() => order.pointed(true)}
        onPointerLeave={() => order.pointed(false)}
        onFocusIn={() => order.focused(true)}
        onFocusOut={() => order.focused(false)}
      >
        <nav aria-label={say`Channels`} data-section="channels">
          <OwnSections order={order} marks={marks} />
          <div class="list-head">
            <h2>{say`Channels`}</h2>
            <menu.Later section="channels" name={say`Channels`} order={order} />
            <IconButton icon="search" size={16} label={say`Browse channels`} haspopup="dialog" onClick={onBrowse} />
            {mayCreate.value && <IconButton icon="plus" label={say`Create channel`} onClick={onCreate} />}
          </div>
          <ChannelList ids={order.mine} marks={marks} />
          <hidden.Later section="channels" order={order} />
          <MoreChannels order={order} marks={marks} />
        </nav>
        <directs.Later order={order} marks={marks} onWrite={onWrite} />
      </div>
      <Me onProfile={onProfile} />
      <edge.Later onMissing={() => {}} />
    </aside>
  )
}

/** As high as it will be, so that nothing moves when it comes. */
function OwnSections(props: { order: ChannelOrder; marks: CurrentMarks }) {
  const { order } = props
  const lines = order.sections.value.reduce((sum, { id }) => sum + 1 + order.in(id).value.length, 0)
  return (
    <div class="own-sections" style={{ '--lines': lines }}>
      <sections.Later {...props} />
    </div>
  )
}

/** What can be joined, behind a line of its own once there is enough of one's own above it. */
function MoreChannels({ order, marks }: { order: ChannelOrder; marks: CurrentMarks }) {
  const count = order.others.value.length
  if (count === 0) return null
  const client = useClient()
  const isFolded = order.isFolded('others')
  const fold = () =>
    void client.perform({ do: 'section.set', section: 'others', folded: !isFolded }, AbortSignal.abort())
  return (
    <>
      <h3 class="list-more list-fold">
        <button type="button" aria-expanded={!isFolded} onClick={fold}>
          <Icon name={isFolded ? 'chevron-right' : 'chevron-down'} />
          <span key={count}>{say`More channels (${count})`}</span>
        </button>
      </h3>
      <ChannelList ids={order.shown} marks={marks} />
    </>
  )
}

const onMac = /^Mac|^iP/.test(navigator.platform)

/** From the press on a link until the click there is time enough to read what is kept of its channel. */
const prepareLink = (client: Client, pressed: EventTarget | null): void => {
  const link = pressed instanceof Element ? pressed.closest('a') : null
  const at = link === null ? null : parseRoute(link.pathname)
  if (at?.page === 'channel') client.prepare(at.channel)
}

function Me({ onProfile }: { onProfile: () => void }) {
  const session = useClient().session.value
  if (session.phase !== 'signed-in') return null
  return (
    <footer class="sidebar-foot">
      <Face id={session.id} name={session.name} size={24} />
      <bdi class="me-name" id="me-name" title={session.name} translate={false}>
        {session.name}
      </bdi>
      <button class="me" type="button" aria-describedby="me-name" aria-haspopup="dialog" onClick={onProfile}>
        {say`Profile`}
      </button>
    </footer>
  )
}
