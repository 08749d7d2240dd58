import { missingNeeds } from './find.mjs'
import { installNeeds } from './install.mjs'
import { say } from './project.mjs'
import { ready } from './ready.mjs'

// `bin/setup`: everything that running, developing and testing Flack needs on this machine.
await ready()
for (const sentence of await installNeeds()) say(sentence)
say(
  missingNeeds().length === 0
    ? 'Ready. Start it with `npm start`, test it with `npm test`.'
    : 'Ready to start with `npm start`; the tests that need what is missing will be skipped.',
)
