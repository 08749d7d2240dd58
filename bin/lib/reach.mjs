import { posix } from 'node:path'
import { importsIn } from './imports.mjs'

/** Tests of the whole program start it as a process of its own. It would make every change reach all of them. */
const PROGRAM = 'src/main.ts'
/** What looks at the whole program, in little time: taken whenever the program or its page changed. */
const OUTLINE = ['test/browser/seed.test.ts', 'test/start/start.test.ts']
/** Whatever these change, no import tells. */
const EVERYTHING = /^(package(-lock)?\.json|tsconfig.*\.json|bin\/build\.ts)$/

/**
 * The test files that a change reaches by imports, over any number of steps, or by a file's path in their text.
 * @param {string[]} changed paths from the root, of sources and of anything else
 * @param {Map<string, string>} sources path and text of every source, tests included
 * @returns {string[]} test files in order
 */
export const testsReaching = (changed, sources) => {
  const tests = [...sources.keys()].filter(isTest).sort()
  if (changed.some(path => EVERYTHING.test(path))) return tests
  const users = usersOf(sources, changed)
  const reached = new Set(changed)
  for (const path of reached) for (const user of users.get(path) ?? []) reached.add(user)
  if (reached.has(PROGRAM) || [...reached].some(path => path.startsWith('src/web/')))
    for (const test of OUTLINE) reached.add(test)
  return tests.filter(path => reached.has(path) || path === 'test/architecture.test.ts')
}

const isTest = path => /\.test\.tsx?$/.test(path)

/** Who imports a file, or names it: a program that a test starts, a page of the documentation that it reads. */
const usersOf = (sources, changed) => {
  const users = new Map()
  const add = (used, user) => users.set(used, (users.get(used) ?? new Set()).add(user))
  const programs = [...new Set([...sources.keys(), ...changed])].filter(path => path !== PROGRAM && !isTest(path))
  const named = new Map(programs.map(path => [posix.basename(path), []]))
  for (const path of programs) named.get(posix.basename(path)).push(path)
  for (const [path, text] of sources) {
    for (const { target } of importsIn(path, text)) add(target, path)
    if (!path.startsWith('src/') || isTest(path)) for (const used of namedIn(path, text, named)) add(used, path)
  }
  return users
}

/** Files that a text names by their path from the root, or, where they lie in its own folder, by their name. */
const namedIn = (path, text, named) =>
  [...text.matchAll(/[\w.-]+\.\w+/g)].flatMap(([name]) =>
    (named.get(name) ?? []).filter(
      used => used !== path && (text.includes(used) || posix.dirname(used) === posix.dirname(path)),
    ),
  )
