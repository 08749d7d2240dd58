// Compiles src/main.ts and the built page into one executable.
import { rmSync, statSync } from 'node:fs'
import { dirname, relative } from 'node:path'

const root = dirname(import.meta.dir)
const [outfile = `${root}/dist/flack`, ...more] = process.argv.slice(2)

if (more.length > 0 || outfile.startsWith('-')) {
  console.error('Usage: bin/release [file]')
  process.exit(2)
}

try {
  await Bun.build({
    entrypoints: [`${root}/src/main.ts`],
    // What lies in the directory where it is started must not change what it does.
    compile: { outfile, assets: [`${root}/dist/web`], autoloadDotenv: false, autoloadBunfig: false },
    minify: { whitespace: true, syntax: true },
    sourcemap: 'inline',
    bytecode: true,
    format: 'esm',
    throw: true,
  })
  // It is inside as well.
  rmSync(`${outfile}.map`, { force: true })
  console.log(`${relative(process.cwd(), outfile)}: ${Math.round(statSync(outfile).size / 1e6)} MB`)
} catch (error) {
  for (const mistake of error instanceof AggregateError ? error.errors : [error]) console.error(mistake)
  process.exit(1)
}
