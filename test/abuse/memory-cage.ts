import { mkdirSync, readFileSync, rmdirSync, writeFileSync } from 'node:fs'

const controller = '/sys/fs/cgroup/memory'

/** A running process may take only so much more memory; the kernel kills it when it needs more. */
export type Cage = {
  /** How often the kernel has killed. */
  kills(): number
  /** When its process has ended. */
  remove(): void
}

/** Memory that a process held before stays on the account of the group that it comes from. */
export const cage = (pid: number, bytes: number): Cage => {
  const group = `${controller}/flack-${pid}`
  mkdirSync(group)
  writeFileSync(`${group}/memory.limit_in_bytes`, String(bytes))
  writeFileSync(`${group}/cgroup.procs`, String(pid))
  return {
    kills: () => Number(/^oom_kill (\d+)$/m.exec(readFileSync(`${group}/memory.oom_control`, 'utf8'))?.[1]),
    remove: () => rmdirSync(group),
  }
}

const works = (): boolean => {
  const group = `${controller}/flack-probe-${process.pid}`
  try {
    mkdirSync(group)
    const limit = readFileSync(`${group}/memory.limit_in_bytes`, 'utf8')
    writeFileSync(`${group}/memory.limit_in_bytes`, limit)
    rmdirSync(group)
    return true
  } catch {
    return false
  }
}

/** Why memory cannot be kept short here; '' where it can. */
export const noCage = works()
  ? ''
  : ' (skipped: no memory cgroup of version 1 that we may write; it takes root on Linux)'
