import { existsSync, readFileSync } from 'node:fs'

/**
 * Reads the JUnit report of one `bun test` process.
 * @returns {{passed: number, skipped: number, failures: string[]}} all empty if the process died before writing it
 */
export const readReport = file => {
  if (!existsSync(file)) return { passed: 0, skipped: 0, failures: [] }
  const xml = readFileSync(file, 'utf8')
  const failures = []
  let skipped = 0
  let passed = 0
  for (const [, attributes, content = ''] of xml.matchAll(/<testcase ([^>]*?)(?:\/>|>([\s\S]*?)<\/testcase>)/g)) {
    if (content.includes('<failure') || content.includes('<error')) failures.push(nameOf(attributes))
    else if (content.includes('<skipped')) skipped += 1
    else passed += 1
  }
  return { passed, skipped, failures }
}

const nameOf = attributes => {
  const { file, classname, name } = Object.fromEntries(
    [...attributes.matchAll(/(\w+)="([^"]*)"/g)].map(([, key, value]) => [key, decode(value)]),
  )
  return [file, classname, name].filter(Boolean).join(' › ')
}

const entities = { '&lt;': '<', '&gt;': '>', '&quot;': '"', '&apos;': "'", '&amp;': '&', '&#10;': ' ' }
const decode = text => text.replace(/&(?:lt|gt|quot|apos|amp|#10);/g, entity => entities[entity])
