// Every sentence of the page, for who writes a language: as JSON, to be filled in. With the tag of a language that is
// there: what it lacks, and what it has that nobody says any more. docs/languages.md says what to do with them.
import { isTest, sourcesIn } from '../test/support/sources.ts'
import { wordsIn } from './lib/sentences.ts'

const sentences = new Set(
  sourcesIn('src/web')
    .filter(source => !isTest(source))
    .flatMap(source => wordsIn(source).sentences)
    .sort(),
)
const [tag] = process.argv.slice(2)
if (tag === undefined) console.log(JSON.stringify(Object.fromEntries([...sentences].map(one => [one, one])), null, 2))
else {
  const { sentences: own } = (await import(`../src/web/words/languages/${tag}.ts`)) as { sentences: object }
  for (const one of sentences) if (!Object.hasOwn(own, one)) console.log(`lacks   ${one}`)
  for (const one of Object.keys(own)) if (!sentences.has(one)) console.log(`unused  ${one}`)
}
