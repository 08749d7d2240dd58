import { expect, test } from 'bun:test'
import { fitting, nameWords } from './name-words.ts'

test.each([
  ['Zoë Müller', ['zoe', 'muller']],
  ["Grace O'Brien-Hopper", ['grace', 'o', 'brien', 'hopper']],
  ['李小龙', ['李小龙']],
  ['Ada ada ADA', ['ada']],
  ['★ ✿', ['★', '✿']],
  ['Имя Фамилия', ['имя', 'фамилия']],
  ['', []],
  ['\ud800', ['\ud800']],
])('%s is found by %j', (name, words) => expect(nameWords(name)).toEqual(words))

test.each([
  ['gra', 'Grace Hopper', 0],
  ['GRACE h', 'Gráce Hopper', 0],
  ['hop', 'Grace Hopper', 1],
  ['hop gr', 'Grace Hopper', 1],
  ['gr gra', 'Grace Hopper', null],
  ['grhp', 'Grace Hopper', 2],
  ['gx', 'Grace Hopper', null],
  ['tear', 'Team', null],
  ['', 'Anybody', 0],
] as const)('%j fits %s: %p', (typed, name, fit) => expect(fitting(typed)(name).fit).toBe(fit))
