import { readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'

/** Backups in a folder are named by their moment, in UTC: `flack-2026-11-27T231405Z.tar`. Nothing else there is touched. */

const NAME = /^flack-(\d{4}-\d\d-\d\dT)(\d\d)(\d\d)(\d\d)Z\.tar(\.sealed)?$/

export const datedName = (now: Date, sealed: boolean): string =>
  `flack-${now.toISOString().replaceAll(':', '').slice(0, 17)}Z.tar${sealed ? '.sealed' : ''}`

/** The backups in a folder, the oldest first, with their moments in milliseconds since 1970. */
export const datedIn = (folder: string): readonly { name: string; at: number }[] => {
  let names: string[]
  try {
    names = readdirSync(folder)
  } catch {
    return []
  }
  return names
    .flatMap(name => {
      const [, day, hours, minutes, seconds] = NAME.exec(name) ?? []
      return day === undefined ? [] : [{ name, at: Date.parse(`${day}${hours}:${minutes}:${seconds}Z`) }]
    })
    .sort((a, b) => a.at - b.at)
}

/** Removes all but the newest `keep` backups, and what was left unfinished. How many backups went. */
export const keepNewest = (folder: string, keep: number): number => {
  for (const name of readdirSync(folder)) {
    if (name.endsWith('.partial') && NAME.test(name.slice(0, -'.partial'.length))) rmSync(join(folder, name))
  }
  const old = datedIn(folder).slice(0, -keep)
  for (const { name } of old) rmSync(join(folder, name))
  return old.length
}
