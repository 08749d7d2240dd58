/** `now` in milliseconds; `after` runs something once after so many, unless what it returns is called before. */
export type Clock = { now(): number; after(ms: number, run: () => void): () => void }
