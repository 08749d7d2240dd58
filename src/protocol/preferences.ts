import * as z from 'zod/mini'

/** What each person may choose for themselves, the same on every device: every name with every value that it takes. */
export const preferences = {
  /** Of messages, in pixels. */
  textSize: [14, 15, 16, 17, 18],
  clock: ['auto', '12', '24'],
  enterSends: ['enter', 'ctrl-enter'],
  /** Whether what is typed as `:-)` becomes an emoji. */
  emoticons: [true, false],
  theme: ['system', 'light', 'dark'],
} as const

export type PreferenceName = keyof typeof preferences
export type Preferences = { [N in PreferenceName]: (typeof preferences)[N][number] }

/** What holds where nothing was chosen. */
export const defaults: Preferences = {
  textSize: 15,
  clock: 'auto',
  enterSends: 'enter',
  emoticons: true,
  theme: 'system',
}

export const PreferenceName = z.enum(Object.keys(preferences) as [PreferenceName, ...PreferenceName[]])
export const PreferenceValue = z.union([z.string(), z.number(), z.boolean()])

export type PreferenceValue = z.infer<typeof PreferenceValue>

/** Whether a preference takes this value. */
export const takesValue = (name: PreferenceName, value: unknown): boolean =>
  preferences[name].some(each => each === value)
