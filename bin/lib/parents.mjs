import { readFileSync } from 'node:fs'

const often = 250

/**
 * Calls `gone` once when the package manager that runs us has disappeared. No signal tells a process that, but it is
 * handed to another parent; and where a shell stands in between, that shell is.
 */
export const watchParents = gone => {
  const before = parents()
  const timer = setInterval(() => {
    if (parents() === before) return
    clearInterval(timer)
    gone()
  }, often)
  timer.unref()
}

const parents = () => `${process.ppid} ${parentOfShell(process.ppid)}`

/** Only Linux tells this cheaply; elsewhere `sh -c` replaces itself by the command, so that no shell stands in between. */
const parentOfShell = pid => {
  try {
    const [, name, parent] = readFileSync(`/proc/${pid}/stat`, 'utf8').match(/^\d+ \((.*)\) \S (\d+)/s) ?? []
    return /^(ba|da|a|z)?sh$/.test(name) ? parent : ''
  } catch {
    return ''
  }
}
