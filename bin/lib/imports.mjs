import { posix } from 'node:path'

/**
 * Imports and re-exports of a source text, static and dynamic, those of types included.
 * @param {string} path of the source from the project's root
 * @param {string} text
 * @returns {{specifier: string, target: string, typeOnly: boolean}[]} `target` is a path from the root, or a package's name
 */
export const importsIn = (path, text) => {
  const code = withoutComments(text)
  const statements = [
    ...code.matchAll(/^\s*(import|export)\s+(type\s)?(?:[\w*{][^'"`;]*?\sfrom\s*)?['"]([^'"\n]+)['"]/gm),
  ]
  const calls = [...code.matchAll(/\b(import)\((type\s)?\s*['"]([^'"\n]+)['"]/g)]
  return [...statements, ...calls].map(([, , type, specifier = '']) => ({
    specifier,
    target: resolve(path, specifier),
    typeOnly: type !== undefined,
  }))
}

/** Good enough for formatted sources: `//` inside a string is kept where a quote or a colon stands before it. */
export const withoutComments = text => text.replace(/\/\*[\s\S]*?\*\//g, '').replace(/(^|[\s;,{}()])\/\/.*$/gm, '$1')

const resolve = (path, specifier) => {
  if (specifier.startsWith('#src/')) return `src/${specifier.slice('#src/'.length)}`
  if (specifier.startsWith('#')) return `src/${specifier.slice(1)}`
  return specifier.startsWith('.') ? posix.join(posix.dirname(path), specifier) : specifier
}
