import * as v from 'valibot'

/** What each person may choose for themselves, the same on every device: every name with every value that it takes, but for `zone`. */
export const preferences = {
  /** Of messages, in pixels. */
  textSize: [14, 15, 16, 17, 18],
  clock: ['auto', '12', '24'],
  enterSends: ['enter', 'ctrl-enter'],
  /** Whether what is typed as `:-)` becomes an emoji. */
  emoticons: [true, false],
  theme: ['system', 'light', 'dark'],
  /** What is told where a conversation has no level of its own; `meant`: direct messages and mentions. */
  notify: ['all', 'meant', 'nothing'],
  /** What a notification shows: who and what, who alone, or only that there is something. */
  noticeShows: ['all', 'sender', 'nothing'],
  noticeSound: ['knock', 'chime', 'off'],
  /** Whether cards of where addresses lead are shown. */
  previews: [true, false],
} as const

type Chosen = { [N in keyof typeof preferences]: (typeof preferences)[N][number] }

/** `zone` is where they are, as the browser calls it ("Europe/Berlin"): their page says so by itself. */
export type Preferences = Chosen & { zone: string }
export type PreferenceName = keyof Preferences

const ZONE = /^[A-Za-z][\w+/-]{0,63}$/

/** What holds where nothing was chosen. */
export const defaults: Preferences = {
  textSize: 15,
  clock: 'auto',
  enterSends: 'enter',
  emoticons: true,
  theme: 'system',
  notify: 'meant',
  noticeShows: 'all',
  noticeSound: 'knock',
  previews: true,
  zone: '',
}

export const PreferenceName = v.picklist(Object.keys(defaults) as [PreferenceName, ...PreferenceName[]])
export const PreferenceValue = v.union([v.string(), v.number(), v.boolean()])

export type PreferenceValue = v.InferOutput<typeof PreferenceValue>

/** Whether a preference takes this value. */
export const takesValue = (name: PreferenceName, value: unknown): boolean =>
  name === 'zone' ? typeof value === 'string' && ZONE.test(value) : preferences[name].some(each => each === value)
