/**
 * Turns the output of `bun test` into one line per file that passed. Of a file that did not, it tells the tests that
 * failed with what was said in them, and keeps back the rest.
 * `hear` takes chunks of output. `end` takes whether the process came to its own end, and answers what was understood:
 * all that there is to go by where the process was ended before it wrote a report.
 * With `figures` it also tells what tests that passed have said: what they measured, and the seeds that they took.
 */
export const narrator = (say, { figures = false } = {}) => {
  const heard = { passed: 0, skipped: 0, failures: [], strayErrors: 0, files: [] }
  let rest = ''
  let summingUp = false
  let block = begin('')

  const tell = brokeOff => {
    const { title, failed, said } = block
    // What was said last belongs to no test that ended: an error between tests, or the last words of what broke off.
    const bad = [...failed, ...(brokeOff || said.some(isStray) ? said : [])]
    if (brokeOff || bad.length > 0) say([`✗ ${title} ${tally(block)}`, ...bad].join('\n'))
    else if (title !== '') say([`✓ ${title} ${tally(block)}`, ...(figures ? block.figures : [])].join('\n'))
  }
  const hearResult = (result, name) => {
    if (result === 'pass') heard.passed += 1
    else if (result === 'fail') heard.failures.push(`${block.title} › ${name.replace(/ \[[\d.]+m?s\]$/, '')}`)
    else heard.skipped += 1
    block[result] += 1
    if (result === 'fail' || block.said.some(isStray)) block.failed.push(...block.said, `(${result}) ${name}`)
    else block.figures.push(...block.said.filter(line => line !== '').map(line => `  ${line}`))
    block.said = []
  }
  const hearLine = line => {
    // Behind the last file `bun test` sums up all of them, and says again which failed.
    summingUp ||= /^ *\d+ (pass|fail|tests? (skipped|failed|todo):?)$/.test(line)
    if (summingUp) return
    const title = line.match(/^(\S+\.test\.tsx?):$/)?.[1]
    const [, result, name] = line.match(/^\((pass|fail|skip|todo)\) (.*)$/) ?? []
    if (isStray(line)) heard.strayErrors += 1
    if (title !== undefined) {
      tell(false)
      block = begin(title)
      heard.files.push(title)
    } else if (result !== undefined) hearResult(result, name)
    else block.said.push(line)
  }
  return {
    hear: chunk => {
      const lines = (rest + chunk).split('\n')
      rest = lines.pop() ?? ''
      for (const line of lines) hearLine(line)
    },
    end: whole => {
      if (rest !== '') hearLine(rest)
      tell(!whole && !summingUp)
      return heard
    },
  }
}

const begin = title => ({
  title,
  said: [],
  failed: [],
  figures: [],
  pass: 0,
  fail: 0,
  skip: 0,
  todo: 0,
  since: performance.now(),
})

const isStray = line => line === '# Unhandled error between tests'

/** How many passed, and where one waits for it, how long the file took. */
const tally = ({ pass, fail, skip, todo, since }) => {
  const seconds = Math.round((performance.now() - since) / 1000)
  const parts = [`${pass}`, fail > 0 && `${fail} failed`, skip + todo > 0 && `${skip + todo} skipped`]
  return `(${[...parts, seconds >= 5 && `${seconds} s`].filter(Boolean).join(', ')})`
}
