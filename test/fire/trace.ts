/** One system call of a trace; `begin` and `end` are the numbers of the lines where it was entered and had returned. */
type Call = { name: string; begin: number; end: number; args: string }

/** A post that was acknowledged, the only one of its seq in the trace, with a text that occurs nowhere else. */
export type Acknowledged = { seq: number; text: string }

/**
 * Which acknowledgements left before their commit was on disk? From the output of `strace -f -y`: between the write of
 * the text to the write-ahead log and the acknowledgement on its way, a sync of that log must have begun and ended.
 */
export const unsynced = (trace: string, posts: readonly Acknowledged[]): string[] => {
  const calls = parse(trace)
  const logWrites = calls.filter(({ name, args }) => name.startsWith('pwrite') && isLog(args))
  const syncs = calls.filter(({ name, args }) => /^f(data)?sync$/.test(name) && isLog(args))
  return posts.flatMap(({ seq, text }) => {
    const write = logWrites.find(({ args }) => args.includes(text))
    const answer = calls.find(({ args }) => args.includes(acknowledgementOf(seq)))
    if (answer === undefined) return [`${text}: the trace shows no acknowledgement`]
    if (write === undefined || write.end > answer.begin) return [`${text}: acknowledged before it was written`]
    const synced = syncs.some(({ begin, end }) => begin > write.end && end < answer.begin)
    return synced ? [] : [`${text}: acknowledged before it was synced`]
  })
}

/** How the acknowledgement of a message begins on the wire. */
export const acknowledgementOf = (seq: number): string => `"ok":{"seq":${seq},`

const isLog = (args: string): boolean => /^\d+<[^>]*-wal>/.test(args)

const parse = (trace: string): Call[] => {
  const open = new Map<string, Call>()
  return trace.split('\n').flatMap((line, number) => {
    const [, thread = '', resumed, entered, rest = ''] = line.match(lineOf) ?? []
    const waiting = open.get(thread)
    if (resumed !== undefined && waiting !== undefined) {
      open.delete(thread)
      waiting.end = number
    }
    if (entered === undefined) return []
    const call = { name: entered, begin: number, end: number, args: rest.replaceAll('\\"', '"') }
    if (rest.endsWith('<unfinished ...>')) open.set(thread, Object.assign(call, { end: Number.POSITIVE_INFINITY }))
    return [call]
  })
}

/** `4711 1700000000.000001 pwrite64(12</data/x-wal>, …` or `4711 1700000000.000002 <... pwrite64 resumed>) = 4096`. */
const lineOf = /^(\d+) +[\d.]+ (?:<\.\.\. (\w+) resumed>|(\w+)\()(.*)$/
