import { describe, expect, test } from 'bun:test'
import { type Import, importsOf, isTest, layerOf, type Source, sourcesIn } from './support/sources.ts'

const fileStop = 400
const functionStop = 60

/** What is longer than it may be (by the name that the failure gives it), and its lines today. This list may only shrink. */
const exceptions: Record<string, number> = {}

/** The layers that each layer may import, itself aside. A layer marked `type` may be imported as types only. */
const arrows: Record<string, string[]> = {
  protocol: [],
  domain: ['protocol'],
  store: ['protocol', 'type domain'],
  bus: ['protocol', 'type domain'],
  outside: ['protocol', 'type domain'],
  app: ['protocol', 'domain', 'type store', 'type bus', 'type outside'],
  edge: ['app', 'protocol', 'domain'],
  slack: ['app', 'protocol', 'domain'],
  mcp: ['app', 'protocol', 'domain'],
  cli: ['app', 'protocol', 'config.ts'],
  web: ['protocol', 'domain'],
  'config.ts': [],
  'main.ts': ['protocol', 'domain', 'store', 'bus', 'outside', 'app', 'edge', 'slack', 'mcp', 'cli', 'config.ts'],
}

/** Inside the page: the parts know nothing of chat, the words nothing of what says them, and the state nothing of what shows it. */
const pageArrows: Record<string, RegExp> = {
  'src/web/ui/': /^src\/web\/(ui|words)\//,
  'src/web/words/': /^src\/(web\/words|protocol|domain)\//,
  'src/web/sync/': /^src\/(web\/sync|protocol|domain)\//,
}

const product = sourcesIn('src').filter(source => !isTest(source))
const everything = ['src', 'bin', 'bench', 'test'].flatMap(sourcesIn)
const imports = product.flatMap(importsOf)
const show = ({ from, specifier }: Import) => `${from.path} imports ${specifier}`
const paths = (sources: Source[]) => sources.map(({ path }) => path)

describe('arrows point only down', () => {
  test('every source belongs to a known layer', () => {
    expect(product.length).toBeGreaterThan(0)
    expect(paths(product.filter(({ layer }) => !(layer in arrows)))).toEqual([])
  })

  test('a layer imports only what it may', () => {
    const crossing = imports.filter(({ from, target }) => ![undefined, from.layer].includes(layerOf(target)))
    expect(crossing.filter(arrow => !isAllowed(arrow)).map(show)).toEqual([])
  })

  test('app knows of store, bus and outside only their interfaces', () => {
    const interfaces = /^src\/(store\/store\.ts|bus\/bus\.ts|outside\/([^/]+)\/\2\.ts)$/
    const foreign = imports.filter(
      ({ from, target }) =>
        from.layer === 'app' && /^src\/(store|bus|outside)\//.test(target) && !interfaces.test(target),
    )
    expect(foreign.map(show)).toEqual([])
  })

  test('edge, slack and mcp know of domain only the texts', () => {
    const rim = imports.filter(({ from }) => ['edge', 'slack', 'mcp'].includes(from.layer))
    const beyond = rim.filter(({ target }) => layerOf(target) === 'domain' && !/^src\/domain\/text\//.test(target))
    expect(beyond.map(show)).toEqual([])
  })

  test('inside the page ui stands alone, and sync knows no feature', () => {
    const up = imports.filter(({ from, target }) => {
      const allowed = Object.entries(pageArrows).find(([folder]) => from.path.startsWith(folder))?.[1]
      return allowed !== undefined && target.startsWith('src/') && !allowed.test(target)
    })
    expect(up.map(show)).toEqual([])
  })

  test('the product imports no test, tool or bench', () => {
    expect(imports.filter(({ target }) => /^(test|bin|bench)\/|\.test\.|\.contract\./.test(target)).map(show)).toEqual(
      [],
    )
  })

  test('inside a layer specifiers are relative, across layers they name the layer', () => {
    const ours = imports.filter(({ from, target }) => layerOf(target) !== undefined && !from.path.match(/^src\/[^/]+$/))
    const wrong = ours.filter(
      ({ from, specifier, target }) => specifier.startsWith('.') !== (layerOf(target) === from.layer),
    )
    expect(wrong.map(show)).toEqual([])
  })
})

describe('layers keep to what they are', () => {
  test('protocol imports nothing but the schema library', () => {
    const foreign = imports.filter(({ from, target }) => from.layer === 'protocol' && layerOf(target) !== 'protocol')
    expect(
      foreign.filter(({ specifier }) => !/^(valibot|@valibot\/to-json-schema)$/.test(specifier)).map(show),
    ).toEqual([])
  })

  test('domain has no time, randomness, input, output or async', () => {
    const domain = product.filter(({ layer }) => layer === 'domain')
    const impure =
      /\b(async|await|Promise)\b|Date\.now|new Date\(\)|Math\.random|performance\.now|\bcrypto\b|\bfetch\(|\bsetTimeout\b|\bsetInterval\b/
    expect(paths(domain.filter(({ code }) => impure.test(code)))).toEqual([])
    const built = imports.filter(({ from, specifier }) => from.layer === 'domain' && /^(node|bun)(:|$)/.test(specifier))
    expect(built.map(show)).toEqual([])
  })

  test('Bun is named only in edge, the engines of store and outside, and main', () => {
    const mayName = /^src\/(edge\/|main\.ts$|store\/.*(sqlite|postgres)|outside\/([^/]+)\/(?!\3\.ts$))/
    const naming = product.filter(
      source => /\bBun\b/.test(source.code) || importsOf(source).some(({ specifier }) => /^bun(:|$)/.test(specifier)),
    )
    expect(naming.length).toBeGreaterThan(0)
    expect(paths(naming).filter(path => !mayName.test(path))).toEqual([])
  })

  test('the environment is read in config.ts alone', () => {
    const reading = product.filter(({ code }) => /\b(process|Bun|import\.meta)\.env\b/.test(code))
    expect(paths(reading).filter(path => path !== 'src/config.ts')).toEqual([])
  })
})

describe('sizes', () => {
  const files = everything.map(({ path, text }) => ({ name: path, lines: text.trimEnd().split('\n').length }))
  const functions = everything.flatMap(functionsOf)

  test(`no file is longer than ${fileStop} lines`, () => {
    expect(files.length).toBeGreaterThan(0)
    expect(tooLong(files, fileStop)).toEqual([])
  })

  test(`no function is longer than ${functionStop} lines`, () => {
    expect(functions.length).toBeGreaterThan(0)
    expect(tooLong(functions, functionStop)).toEqual([])
  })

  test('an exception is as tight as what it excepts, and goes with it', () => {
    const actual = Object.fromEntries([...files, ...functions].map(({ name, lines }) => [name, lines]))
    expect(Object.entries(exceptions).filter(([name, lines]) => actual[name] !== lines)).toEqual([])
  })
})

test('the function scan finds a function of one line too many', () => {
  const text = `export const f = (\n  a: string,\n): void => {\n${'  a\n'.repeat(functionStop - 3)}}\n`
  const [found] = functionsOf({ path: 'x.ts', layer: '', text, code: text })
  expect(found).toEqual({ name: 'x.ts f', lines: functionStop + 1 })
})

test('the import scan sees imports of types, of effects, re-exports and dynamic ones', () => {
  const text = `import type { A } from './a.ts'\nimport {\n  B,\n} from '#store/b.ts'\nimport 'c'\nexport * from "../d.ts"\nconst e = await import('./e.ts')\n// import './f.ts'\n`
  const found = importsOf({ path: 'src/app/x.ts', layer: 'app', text, code: text })
  expect(found.map(({ target, typeOnly }) => [target, typeOnly])).toEqual([
    ['src/app/a.ts', true],
    ['src/store/b.ts', false],
    ['c', false],
    ['src/d.ts', false],
    ['src/app/e.ts', false],
  ])
})

function isAllowed({ from, target, typeOnly }: Import): boolean {
  const allowed = arrows[from.layer] ?? []
  const layer = String(layerOf(target))
  return allowed.includes(layer) || (typeOnly && allowed.includes(`type ${layer}`))
}

function tooLong(entries: { name: string; lines: number }[], stop: number): string[] {
  return entries
    .filter(({ name, lines }) => lines > (exceptions[name] ?? stop))
    .map(({ name, lines }) => `${name}: ${lines} lines`)
}

/** The sources are formatted, so a function ends at the first line as far left as its beginning that closes it. */
function functionsOf({ path, text }: Source): { name: string; lines: number }[] {
  const lines = text.split('\n')
  return lines.flatMap((line, start) => {
    if (
      !beginsFunction(lines, start) ||
      /^\s*(describe|export const \w+Contract\b|export function \w+Contract\b)/.test(line)
    )
      return []
    const indent = line.match(/^\s*/)?.[0] ?? ''
    const end = lines.findIndex((other, at) => at > start && other.startsWith(`${indent}}`))
    return end === -1 ? [] : [{ name: `${path} ${nameOf(line) ?? start + 1}`, lines: end - start + 1 }]
  })
}

/** By name, so that an exception outlives a move; a function without one goes by its line. */
function nameOf(line: string): string | undefined {
  return line.match(/(?:\bfunction\s+|\b(?:const|let)\s+|^\s+(?:async )?)(\w+)(?: =|\(|:|<)/)?.[1]
}

/** On one line, or with its parameters on lines of their own and the brace after them. */
function beginsFunction(lines: string[], start: number): boolean {
  const line = lines[start] ?? ''
  const indent = line.match(/^\s*/)?.[0] ?? ''
  if (/^\s*(if|for|while|switch|else|do|try|catch|return \{|class|interface|\}|\)|\]|\/\/|\*)/.test(line)) return false
  if (/(=>|\)(: .+)?) \{$/.test(line)) return true
  if (!/(=>|\()$/.test(line)) return false
  const closing = lines.slice(start + 1).find(other => other.startsWith(`${indent})`))
  return closing !== undefined && /^\s*\)(: .+)? (=> )?\{$/.test(closing)
}
