/** The hues that a workspace may have as its accent, besides Flack's own. `web/accent.ts` draws them, in both themes. */
export const accents = ['green', 'teal', 'blue', 'indigo', 'violet', 'pink', 'red', 'orange'] as const

export type Accent = (typeof accents)[number]
