import { expect, test } from 'bun:test'
import { testsReaching } from '../../bin/lib/reach.mjs'

const ALWAYS = 'test/architecture.test.ts'
const OUTLINE = ['test/browser/seed.test.ts', 'test/start/start.test.ts']
const sources = new Map([
  ['src/main.ts', `import { a } from '#app/a.ts'`],
  ['src/app/a.ts', `import { b } from '#domain/b.ts'`],
  ['src/app/a.test.ts', `import { a } from './a.ts'`],
  ['src/app/alone.ts', ''],
  ['src/app/alone.test.ts', `import type { alone } from './alone.ts'`],
  ['src/domain/b.ts', ''],
  ['src/web/features/x.tsx', ''],
  ['test/far/run.ts', `const it = await import('../../src/app/alone.ts')`],
  ['test/far/far.test.ts', 'Bun.spawn([`$' + '{import.meta.dir}/run.ts`])'],
  ['test/far/program.test.ts', `start('src/main.ts')`],
  ['test/far/document.test.ts', `read('docs/protocol.md')`],
  ...[ALWAYS, ...OUTLINE].map(path => [path, ''] as const),
])
const reaching = (...changed: string[]) => testsReaching(changed, sources).filter(path => path !== ALWAYS)

test('a change reaches tests over several imports, and the outline where the program uses it', () => {
  expect(reaching('src/domain/b.ts')).toEqual(['src/app/a.test.ts', ...OUTLINE])
})

test('imports of types, dynamic ones and programs that are started by name count', () => {
  expect(reaching('src/app/alone.ts')).toEqual(['src/app/alone.test.ts', 'test/far/far.test.ts'])
})

test('a test that changed is reached, and so is one that reads a document', () => {
  expect(reaching('test/far/program.test.ts')).toEqual(['test/far/program.test.ts'])
  expect(reaching('docs/protocol.md')).toEqual(['test/far/document.test.ts'])
})

test('a part of the page that no import leads to reaches the outline', () => {
  expect(reaching('src/web/styles/base.css')).toEqual(OUTLINE)
})

test('the architecture is always looked at, and everything where the packages change', () => {
  expect(testsReaching([], sources)).toEqual([ALWAYS])
  expect(testsReaching(['package-lock.json'], sources).length).toBe(8)
})
