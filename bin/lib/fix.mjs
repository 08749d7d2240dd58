import { dependenciesReady } from './dependencies.mjs'
import { say } from './project.mjs'
import { checkSources } from './sources.mjs'

// `bin/fix`: formats, mends what can be mended safely, and says what is left: lint, and the types of all three programs.
let good = true
await dependenciesReady()
await checkSources({
  write: true,
  told: (passed, name, output) => {
    good &&= passed
    if (!passed) say(`${output}✗ ${name}`)
  },
})
if (good) say('Formatted; nothing to complain about.')
process.exitCode = good ? 0 : 1
