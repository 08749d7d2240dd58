import { readFileSync } from 'node:fs'
import { constants, setPriority } from 'node:os'
import { join } from 'node:path'
import { type Picture, type Pictures, THUMB_SIDES, type ThumbSide } from './pictures.ts'

/** What stands behind the name of the executable where it is to decode one picture. */
export const PICTURE_CHILD = 'decode-picture'

export type PictureLimits = { ms: number; residentBytes: number }

const LIMITS: PictureLimits = { ms: 10_000, residentBytes: 512 * 1024 * 1024 }
const LOOK_MS = 50
const PAGE_BYTES = 4096
/** Pictures that are decoded at a time: the others wait, and people who only talk do not. */
const AT_ONCE = 1

/** Each picture is decoded by a process of its own, which is killed when it takes too long or too much. */
export const subprocessPictures = (limits: PictureLimits = LIMITS): Pictures => {
  const waiting: (() => void)[] = []
  let running = 0
  return {
    look: async bytes => {
      if (running >= AT_ONCE) await new Promise<void>(go => waiting.push(go))
      running++
      try {
        return await decoded(bytes, limits)
      } finally {
        running--
        waiting.shift()?.()
      }
    },
  }
}

const command = (): string[] =>
  Bun.isStandaloneExecutable ? [process.execPath, PICTURE_CHILD] : [process.execPath, join(import.meta.dir, 'child.ts')]

const decoded = async (bytes: ReadableStream<Uint8Array>, limits: PictureLimits): Promise<Picture | null> => {
  // Neither settings nor secrets are its business.
  const child = Bun.spawn(command(), { stdin: bytes, stdout: 'pipe', stderr: 'ignore', env: {}, cwd: '/' })
  lower(child.pid)
  const kill = () => child.kill('SIGKILL')
  const timeout = setTimeout(kill, limits.ms)
  const watch = setInterval(() => residentOf(child.pid) > limits.residentBytes && kill(), LOOK_MS)
  try {
    const [said, code] = await Promise.all([new Response(child.stdout).bytes(), child.exited])
    return code === 0 ? pictureIn(said) : null
  } catch {
    return null
  } finally {
    clearTimeout(timeout)
    clearInterval(watch)
    kill()
  }
}

/** Pictures can wait; what people say cannot. */
const lower = (pid: number): void => {
  try {
    setPriority(pid, constants.priority.PRIORITY_LOW)
  } catch {
    // It has ended already, or this system does not let us: then it takes its share like anybody.
  }
}

/** Where there is no /proc only time and pixels limit it. */
const residentOf = (pid: number): number => {
  try {
    return Number(readFileSync(`/proc/${pid}/statm`, 'latin1').split(' ')[1]) * PAGE_BYTES
  } catch {
    return 0
  }
}

type Head = Pick<Picture, 'type' | 'width' | 'height' | 'placeholder'> & { lengths: number[] }

const pictureIn = (said: Uint8Array): Picture => {
  const end = said.indexOf(0x0a)
  const { lengths, ...head }: Head = JSON.parse(new TextDecoder().decode(said.subarray(0, end)))
  let at = end + 1
  const parts = lengths.map(length => {
    const part = said.subarray(at, at + length)
    at += length
    return part
  })
  const thumbs = Object.fromEntries(THUMB_SIDES.map((side, index) => [side, parts[index]])) as Record<
    ThumbSide,
    Uint8Array
  >
  return { ...head, thumbs, cleaned: parts[THUMB_SIDES.length] ?? new Uint8Array() }
}
