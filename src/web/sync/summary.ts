import type { About, ChannelSummary } from './api.ts'

/** What of a summary may differ from one to the next. */
const SHOWN: readonly (keyof ChannelSummary)[] = [
  'kind',
  'name',
  'people',
  'made',
  'topic',
  'purpose',
  'posting',
  'newcomers',
  'archived',
  'members',
  'joined',
  ...(['star', 'mute', 'section', 'level'] as const),
  'place',
  'unread',
  'mentions',
  'seq',
  'moved',
]

/** Of a channel of which only the id is known. */
export const nothingSaid: About = {
  kind: 'public',
  name: '',
  people: [],
  made: null,
  members: null,
  topic: '',
  purpose: null,
  posting: null,
  newcomers: false,
  archived: false,
}

/** Whether two say the same, so that nothing has to be drawn. */
export const sameSummary = (a: ChannelSummary, b: ChannelSummary): boolean => SHOWN.every(part => a[part] === b[part])
