/**
 * Turns the output of `bun test` into one line per file that passed, and everything that was said in a file that did not.
 * `hear` takes chunks of output; `end` takes whether all went well and answers how many errors lay outside of any test.
 */
export const narrator = say => {
  let rest = ''
  let block = { title: '', lines: [] }
  let strayErrors = 0

  const tell = bad => {
    const { title, lines } = block
    if (bad) say([title, ...lines].join('\n'))
    else if (title !== '') say(`✓ ${title} ${tally(lines)}`)
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

const tally = lines => {
  const of = mark => lines.filter(line => line.startsWith(mark)).length
  const skipped = of('(skip)') + of('(todo)')
  return `(${of('(pass)')}${skipped > 0 ? `, ${skipped} skipped` : ''})`
}
