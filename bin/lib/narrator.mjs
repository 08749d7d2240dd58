/**
 * Turns the output of `bun test` into one line per file that passed, and everything that was said in a file that did not.
 * `hear` takes chunks of output; `end` takes whether all went well and answers how many errors lay outside of any test.
 * With `figures` it also tells what tests that passed have said: what they measured, and the seeds that they took.
 */
export const narrator = (say, { figures = false } = {}) => {
  let rest = ''
  let block = { title: '', lines: [] }
  let strayErrors = 0
  let since = performance.now()

  const tell = bad => {
    const { title, lines } = block
    const seconds = Math.round((performance.now() - since) / 1000)
    since = performance.now()
    if (bad) say([title, ...lines].join('\n'))
    else if (title !== '') say([`✓ ${title} ${tally(lines, seconds)}`, ...(figures ? saidIn(lines) : [])].join('\n'))
  }
  const hearLine = line => {
    const title = line.match(/^(\S+\.test\.tsx?):$/)?.[1]
    if (line === '# Unhandled error between tests') strayErrors += 1
    if (title === undefined) block.lines.push(line)
    else {
      tell(isBad(block.lines))
      block = { title, lines: [] }
    }
  }
  return {
    hear: chunk => {
      const lines = (rest + chunk).split('\n')
      rest = lines.pop() ?? ''
      for (const line of lines) hearLine(line)
    },
    end: good => {
      if (rest !== '') hearLine(rest)
      tell(!good && (isBad(block.lines) || !hasSummary(block.lines)))
      return strayErrors
    },
  }
}

const isBad = lines => lines.some(line => /^\(fail\)|^# Unhandled error/.test(line))

/** Absent when the process broke off. */
const hasSummary = lines => lines.some(line => /^Ran \d+ tests? across/.test(line))

/** What the tests of a file said, without what `bun test` says about them. */
const saidIn = lines =>
  withoutSummary(lines)
    .filter(line => line !== '' && !/^\((pass|skip|todo)\)/.test(line))
    .map(line => `  ${line}`)

/** Behind the last file `bun test` sums up all of them. */
const withoutSummary = lines => {
  const summary = lines.findIndex(line => /^ *\d+ (pass|tests? skipped:?)$/.test(line))
  return lines.slice(0, summary === -1 ? lines.length : summary)
}

/** How many passed, and where one waits for it, how long the file took. */
const tally = (lines, seconds) => {
  const of = mark => withoutSummary(lines).filter(line => line.startsWith(mark)).length
  const skipped = of('(skip)') + of('(todo)')
  return `(${of('(pass)')}${skipped > 0 ? `, ${skipped} skipped` : ''}${seconds >= 5 ? `, ${seconds} s` : ''})`
}
