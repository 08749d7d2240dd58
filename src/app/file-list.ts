import type { Answers, Fields } from '#protocol/commands.ts'
import { FILES_PER_PAGE, FRAME_BYTES } from '#protocol/limits.ts'
import type { Store } from '#store/store.ts'
import { fitting } from './fitting.ts'
import { users } from './users.ts'

/** The rest of a frame is for those who sent them. */
const FILES_BYTES = FRAME_BYTES - 64 * 1024

/** A page of files, the newest first, with who sent them. `next` is to be said as `after` for the page behind. */
export const filesPage = async (
  store: Store,
  user: string,
  channel: string | null,
  { type = null, user: author = null, after = null }: Nullable<Pick<Fields<'files'>, 'type' | 'user' | 'after'>>,
): Promise<Answers['files']> => {
  const below = after === null ? null : placeOf(after)
  const page = await store.files(user, { channel, type, author, below, limit: FILES_PER_PAGE })
  const files = fitting(page.files, FILES_BYTES)
  const last = files.length < page.files.length ? files.at(-1) : undefined
  const next = last ? { ts: Number(last.ts.replace('.', '')), id: last.id } : page.next
  const authors = await users(
    store,
    files.map(file => file.author),
  )
  return {
    files,
    users: authors,
    more: next !== null,
    ...(next !== null && { next: `${next.ts}-${next.id}` }),
  }
}

type Nullable<T> = { [K in keyof T]?: T[K] | null }

const placeOf = (after: string): { ts: number; id: string } => {
  const [ts = '', id = ''] = after.split('-')
  return { ts: Number(ts), id }
}
