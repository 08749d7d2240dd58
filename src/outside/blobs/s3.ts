import { type Blobs, checkedName, WrongOffset } from './blobs.ts'

export type S3Settings = { endpoint: string; bucket: string; region: string; key: string; secret: string }

/** What is kept at once: a line that breaks loses less than this. */
const PORTION_BYTES = 8 * 1024 * 1024
/** Uploads that fill a portion at a time; the others wait, so that memory has a limit. */
const AT_ONCE = 8

/** A part of the bytes, where it begins in them, and the object that has it. */
type Portion = { key: string; from: number; size: number }

/** What there is under a name, in an object of its own that is written after the portions that it names. */
type State = { whole: boolean; size: number; portions: Portion[] }

/**
 * Blobs as objects of S3. Something consists of portions, which are kept one by one as they come; a further object says
 * which they are, and whether this is all. S3's own way of putting parts together wants a second protocol and cannot be
 * gone on with by Bun's client, and a list of objects is what services that speak S3 agree on least: neither is needed.
 */
export const s3Blobs = ({ endpoint, bucket, region, key, secret }: S3Settings): Blobs => {
  const s3 = new Bun.S3Client({ endpoint, bucket, region, accessKeyId: key, secretAccessKey: secret })
  const turns = new Turns(AT_ONCE)

  const stateOf = async (name: string): Promise<State | null> => {
    const file = s3.file(keyOf(name, 'state'))
    return (await file.exists()) ? ((await file.json()) as State) : null
  }
  const say = async (name: string, state: State) => {
    await s3.write(keyOf(name, 'state'), JSON.stringify(state))
  }

  return {
    held: async name => {
      const state = await stateOf(name)
      return state === null || state.whole ? null : state.size
    },
    append: (name, offset, bytes) => turns.take(() => appended({ s3, say }, name, offset, bytes, stateOf(name))),
    finish: async name => {
      const state = await stateOf(name)
      if (state === null) throw new Error(`${name} was not begun.`)
      if (!state.whole) await say(name, { ...state, whole: true })
    },
    put: async (name, bytes) => {
      const before = (await stateOf(name))?.portions ?? []
      // Beside what is there, which is read until the word is given.
      const free = PUT.map(each => keyOf(name, each)).find(each => !before.some(portion => portion.key === each)) ?? ''
      const size = bytes.byteLength
      await s3.write(free, bytes)
      await say(name, { whole: true, size, portions: [{ key: free, from: 0, size }] })
      for (const portion of before) await s3.delete(portion.key)
    },
    size: async name => {
      const state = await stateOf(name)
      return state?.whole ? state.size : null
    },
    read: (name, from, to) => streamOf(s3, () => stateOf(name), from, to),
    remove: async name => {
      const state = await stateOf(name)
      const named = state?.portions.map(portion => portion.key) ?? []
      // One more portion may be there that nobody had written down yet when the process ended.
      const unsaid = [keyOf(name, at(state?.size ?? 0)), ...PUT.map(each => keyOf(name, each))]
      for (const each of [...named, ...unsaid, keyOf(name, 'state')]) await s3.delete(each)
    },
    free: async () => Number.MAX_SAFE_INTEGER,
  }
}

const PUT = ['put-0', 'put-1']

const keyOf = (name: string, what: string): string => `blobs/${checkedName(name)}/${what}`
const at = (offset: number): string => `at-${offset}`

type Keeping = { s3: Bun.S3Client; say(name: string, state: State): Promise<void> }

const appended = async (
  { s3, say }: Keeping,
  name: string,
  offset: number,
  bytes: AsyncIterable<Uint8Array>,
  before: Promise<State | null>,
): Promise<number> => {
  let state = (await before) ?? { whole: false, size: 0, portions: [] }
  if (state.size !== offset || state.whole) throw new WrongOffset(`${name} is not at ${offset}.`)
  let parts: Uint8Array[] = []
  let size = 0
  const flush = async () => {
    const portion = { key: keyOf(name, at(state.size)), from: state.size, size }
    if (size > 0) await s3.write(portion.key, Buffer.concat(parts))
    state = { ...state, size: state.size + size, portions: size > 0 ? [...state.portions, portion] : state.portions }
    await say(name, state)
    ;[parts, size] = [[], 0]
  }
  try {
    for await (const part of bytes) {
      parts.push(part)
      size += part.byteLength
      if (size >= PORTION_BYTES) await flush()
    }
  } finally {
    // What came before the line broke is kept; of nothing at all that it was begun.
    if (size > 0 || state.size === 0) await flush()
  }
  return state.size
}

/** At most so many at a time. */
class Turns {
  #free: number
  readonly #waiting: (() => void)[] = []

  constructor(atOnce: number) {
    this.#free = atOnce
  }

  async take<T>(work: () => Promise<T>): Promise<T> {
    if (this.#free === 0) await new Promise<void>(go => this.#waiting.push(go))
    else this.#free--
    try {
      return await work()
    } finally {
      const next = this.#waiting.shift()
      if (next) next()
      else this.#free++
    }
  }
}

const streamOf = (
  s3: Bun.S3Client,
  stateNow: () => Promise<State | null>,
  from: number,
  to: number,
): ReadableStream<Uint8Array> => {
  const source = partsOf(s3, stateNow, from, to)
  return new ReadableStream<Uint8Array>(
    {
      pull: async controller => {
        const { done, value } = await source.next()
        if (done) controller.close()
        else controller.enqueue(value)
      },
      cancel: async () => {
        await source.return(undefined)
      },
    },
    { highWaterMark: 0 },
  )
}

async function* partsOf(
  s3: Bun.S3Client,
  stateNow: () => Promise<State | null>,
  from: number,
  to: number,
): AsyncGenerator<Uint8Array, undefined> {
  let read = from
  for (const { key, from: begin, size } of (await stateNow())?.portions ?? []) {
    const [first, end] = [Math.max(from, begin), Math.min(to, begin + size)]
    if (end <= first) continue
    for await (const part of s3
      .file(key)
      .slice(first - begin, end - begin)
      .stream()) {
      read += part.byteLength
      yield part
    }
  }
  if (read < to) throw new Error('A blob is shorter than it should be.')
}
