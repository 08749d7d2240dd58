import * as z from 'zod/mini'

/** What each person may choose for themselves, the same on every device: the names, and which values each takes. */
export const preferences = {
  /** Of messages, in pixels. */
  textSize: z.int().check(z.minimum(14), z.maximum(18)),
  clock: z.enum(['auto', '12', '24']),
  enterSends: z.enum(['enter', 'ctrl-enter']),
  /** Whether what is typed as `:-)` becomes an emoji. */
  emoticons: z.boolean(),
  theme: z.enum(['system', 'light', 'dark']),
} as const

export type PreferenceName = keyof typeof preferences
export type Preferences = { [N in PreferenceName]: z.infer<(typeof preferences)[N]> }

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
  z.safeParse<z.ZodMiniType>(preferences[name], value).success
