/** What a page says of itself, each in one line without anything that could turn it around. */
export type PageCard = { title: string; text?: string; site?: string }

/** Looks where an address leads; null where nothing is to be said of it, for whatever reason. */
export type ReadPage = (url: string) => Promise<PageCard | null>
