import { accessSync, constants, statfsSync, statSync } from 'node:fs'
import { datedIn } from './dated.ts'

/** What somebody who looks after Flack should know. `problem`: something is to be done. */
export type Finding = { level: 'note' | 'problem'; says: string }

const MIB = 1024 * 1024
/** As `/readyz` says it: below the first people write no more, below the second it is time to make room. */
const ROOM = { least: 64 * MIB, enough: 512 * MIB }

export const examineFolder = (dataDir: string): readonly Finding[] => {
  const about = statSync(dataDir, { throwIfNoEntry: false })
  if (about === undefined) return [problem(`There is no data directory ${dataDir}.`)]
  const findings: Finding[] = []
  if ((about.mode & 0o077) !== 0)
    findings.push(problem(`Others may look into the data directory: chmod 0700 ${dataDir}`))
  try {
    accessSync(dataDir, constants.R_OK | constants.W_OK | constants.X_OK)
  } catch {
    findings.push(problem(`The data directory ${dataDir} cannot be written by you.`))
  }
  return [...findings, ...roomOn(dataDir)]
}

const roomOn = (dataDir: string): readonly Finding[] => {
  const { bavail, bsize } = statfsSync(dataDir)
  const free = bavail * bsize
  if (free >= ROOM.enough) return []
  const says = `Only ${Math.floor(free / MIB)} MiB are free on the disk of the data directory.`
  return [{ level: free < ROOM.least ? 'problem' : 'note', says }]
}

/** Whether the backups that the server makes by itself are there. */
export const examineBackups = (folder: string, everyMs: number, now: number): readonly Finding[] => {
  const newest = datedIn(folder).at(-1)
  if (newest === undefined) return [problem(`There is no backup in ${folder} yet.`)]
  const hours = Math.floor((now - newest.at) / 3_600_000)
  return now - newest.at > 2 * everyMs ? [problem(`The newest backup in ${folder} is ${hours} hours old.`)] : []
}

const problem = (says: string): Finding => ({ level: 'problem', says })
