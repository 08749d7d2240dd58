/** What failed without anybody waiting for it. All but a dead job is tried again. */
type Failure = { follower: string; error: unknown } | { job: string; dead: boolean; error: unknown }

export type Failed = (failure: Failure) => void
