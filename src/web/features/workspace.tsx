import { type ReadonlySignal, useComputed, useSignalEffect } from '@preact/signals'
import { useEffect, useMemo, useRef } from 'preact/hooks'
import { isChannelId } from '#protocol/streams.ts'
import {
  closeList,
  closePreferences,
  go,
  listIsOpen,
  preferencesAreOpen,
  rootInList,
  route,
  sidebarIsHidden,
} from '../navigation.ts'
import { lastChannel, rememberLastChannel } from '../remembered.ts'
import { pathOf } from '../routes.ts'
import type { ChannelSummary } from '../sync/api.ts'
import { afterPaint } from '../ui/after-paint.ts'
import { lateStyles } from '../ui/late-styles.ts'
import { later } from '../ui/later.tsx'
import { say } from '../words/say.ts'
import { useClient } from './client.ts'
import { mainField } from './composer/focus.ts'
import { Conversation } from './conversation/conversation.tsx'
import { NotKnown } from './conversation/not-known.tsx'
import { loadNowhere, notFound } from './conversation/nowhere.ts'
import { generalIn } from './general.ts'
import { opened as dialog } from './opened.ts'
import { usePreferences } from './preferences/chosen.ts'
import { sameName } from './same-name.ts'
import { isInDialog, usePreferencesKey, useSwitcherKey } from './shortcuts/first-keys.ts'
import { ChannelOrder } from './sidebar/channel-order.ts'
import { Sidebar } from './sidebar/sidebar.tsx'
import { announce } from './status/announce.ts'
import { useAway } from './status/away.ts'
import { useBlocked } from './status/blocked.ts'
import { withdrawUndo } from './status/offer.ts'

/** What tells of messages while nobody looks. */
const notices = later(() => import('./notices/notices.tsx').then(({ Notices }) => Notices))

/** Keys that mean the page as a whole. Nobody misses them before the first drawing. */
const pageKeys = later(() => import('./shortcuts/page-keys.tsx').then(({ PageKeys }) => PageKeys))

/** The list of channels beside the conversation that the address names. */
export function Workspace() {
  const client = useClient()
  const shown = useComputed(() => channelOf(client.replica.channels.value, lastChannel()))
  useLastChannel(shown)
  const order = useMemo(() => new ChannelOrder(client, shown), [client, shown])
  useChannelKeys(shown, order)
  useListWhereItCovers()
  useAway()
  useBlocked()
  useEffect(() => withdrawUndo, [])
  useEffect(() => () => (dialog.value = null), [])
  usePreferences()
  useSwitcherKey()
  usePreferencesKey()
  const listCovers = listIsOpen.value
  const wasCovered = useRef(false)
  wasCovered.current ||= listCovers
  return (
    <div
      class="workspace"
      data-hidden={sidebarIsHidden.value || undefined}
      data-list={listCovers}
      data-was-covered={wasCovered.current}
    >
      <button class="skip" type="button" onClick={() => mainField()?.focus()}>
        {say`Skip to the message field`}
      </button>
      <Sidebar
        current={shown}
        order={order}
        onSwitch={() => (dialog.value = 'switch')}
        onCreate={() => (dialog.value = { create: '' })}
        onBrowse={() => (dialog.value = 'browse')}
        onWrite={() => (dialog.value = 'write')}
        onProfile={() => (dialog.value = 'profile')}
      />
      <main class="conversation" inert={listCovers}>
        <Shown channel={shown} />
      </main>
      {/* Outside of the list, which may go away under an open dialog. */}
      <OpenDialog />
      <pageKeys.Later current={shown} />
      <notices.Later />
    </div>
  )
}

const load = () => Promise.all([import('./dialogs.tsx'), lateStyles()]).then(([{ Dialogs }]) => Dialogs)
const dialogs = later(load)
const settings = later(() => import('./settings/settings-page.tsx').then(page => page.SettingsPage))
const preferences = later(() => import('./preferences/preferences-page.tsx').then(page => page.PreferencesPage))

const settingsMissing = () => {
  go('/')
  announce(notFetched())
}

const preferencesMissing = () => {
  closePreferences()
  announce(notFetched())
}

const notFetched = () => say`That did not work. Try again.`

function OpenDialog() {
  const opened = dialog.value
  // Before they are wanted: where there is no worker that keeps all files, the network may be gone by then.
  useEffect(() => afterPaint(() => void Promise.all([load(), loadNowhere()]).catch(() => {})), [])
  if (opened === null) return null
  // A dialog that opened another one is gone already: it must not close that.
  const close = () => {
    if (dialog.peek() === opened) dialog.value = null
  }
  const missing = () => {
    close()
    announce(notFetched())
  }
  return <dialogs.Later opened={opened} onClose={close} onOpen={next => (dialog.value = next)} onMissing={missing} />
}

function Shown({ channel: shown }: { channel: ReadonlySignal<string | null> }) {
  const { connection, replica } = useClient()
  const at = route.value
  const channel = shown.value
  if (preferencesAreOpen.value) return <preferences.Later onMissing={preferencesMissing} />
  if (at.page === 'settings') return <settings.Later onMissing={settingsMissing} />
  if (at.page === 'unknown') return <notFound.Later />
  if (channel !== null)
    return <Conversation key={channel} channel={channel} seq={at.page === 'channel' ? at.seq : null} />
  const name = at.page === 'channel' ? at.channel : null
  // Until the list has come, and the rule of names, nobody can tell whether there is a channel of that name.
  const hasList = connection.value.phase === 'live' && replica.channels.value.length > 0
  const known = hasList && name !== null && sameName(replica.channels.value, name) === undefined
  return known && name !== null ? <notFound.Later name={name} /> : <NotKnown name={name} />
}

/** Opens where the reader was, and remembers where that is; a remembered channel that is gone makes way for #general. */
const useLastChannel = (shown: ReadonlySignal<string | null>): void => {
  const { replica } = useClient()
  const opened = useRef<string | null>(null)
  const state = useComputed(() => (shown.value === null ? null : replica.timeline(shown.value).value.state))
  useSignalEffect(() => {
    const channel = shown.value
    if (channel === null) return
    if (state.value === 'ready') rememberLastChannel(channel)
    if (route.value.page === 'last') {
      opened.current = channel
      // The address names the channel from here on, so that it can be kept, and gone back to.
      go(pathOf(channel), { replace: true })
    }
    const general = generalIn(replica.channels.value)
    const isGone = state.value === 'not-found' && opened.current === channel
    if (isGone && general !== undefined) go(pathOf(general.id), { replace: true })
  })
}

/** The id of the channel to show; null while the address names none that is known. */
const channelOf = (channels: readonly ChannelSummary[], last: string | null): string | null => {
  const at = route.value
  if (at.page === 'unknown') return null
  if (at.page === 'channel') {
    if (isChannelId(at.channel)) return at.channel
    return sameName(channels, at.channel)?.id ?? null
  }
  if (last !== null) return last
  return (generalIn(channels) ?? channels.find(({ joined }) => joined))?.id ?? null
}

/** Alt+Up and Alt+Down walk through the list; with Shift, through what is unread. Esc closes the open list. */
const useChannelKeys = (shown: ReadonlySignal<string | null>, order: ChannelOrder) => {
  const { replica } = useClient()
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      const { altKey, ctrlKey, key, metaKey, shiftKey } = event
      if (isInDialog(event)) return
      if (key === 'Escape') closeList()
      if (!altKey || ctrlKey || metaKey || (key !== 'ArrowUp' && key !== 'ArrowDown')) return
      event.preventDefault()
      const current = shown.peek()
      const isUnread = (id: string) => (replica.channel(id).peek()?.unread ?? 0) > 0
      const channels = order.lines().filter(id => !shiftKey || isUnread(id) || id === current)
      const next = neighbour(channels, current, key === 'ArrowUp' ? -1 : 1)
      if (next !== undefined && next !== current) go(pathOf(next))
    }
    addEventListener('keydown', press)
    return () => removeEventListener('keydown', press)
  }, [replica, shown, order])
}

/** The channel above or below, as in a ring; from nowhere in the list, its last or its first. */
const neighbour = (channels: readonly string[], current: string | null, step: -1 | 1): string | undefined => {
  const at = current === null ? -1 : channels.indexOf(current)
  if (at === -1) return step === 1 ? channels[0] : channels.at(-1)
  return channels.at((at + step) % channels.length)
}

/** The open list is for screens that have no room beside it. The focus goes into it, and comes back. */
const useListWhereItCovers = () => {
  const isOpen = listIsOpen.value
  useEffect(rootInList, [])
  useEffect(() => {
    if (!isOpen) return
    const find = (what: string) => document.querySelector<HTMLElement>(`.sidebar ${what}`)
    const first = find('[aria-current]') ?? find('.go-to')
    first?.focus({ preventScroll: true })
    return () => {
      if (document.activeElement === document.body) document.querySelector<HTMLElement>('.to-list')?.focus()
    }
  }, [isOpen])
}
