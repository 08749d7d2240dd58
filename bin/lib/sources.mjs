import { root, run } from './project.mjs'

const biome = `${root}/node_modules/.bin/biome`
const tsc = `${root}/node_modules/.bin/tsc`

/**
 * Looks at formatting, lint and types.
 * @param {{write?: boolean, told: (good: boolean, name: string, output: string) => void}} options write: formats and
 * mends what can be mended safely; told: called once for each check
 */
export const checkSources = async ({ write = false, told }) => {
  await check('format and lint', biome, write ? ['check', '--write'] : ['check'], told)
  const programs = { server: 'tsconfig', page: 'tsconfig.web', tests: 'tsconfig.test' }
  for (const [what, config] of Object.entries(programs))
    await check(`types of the ${what}`, tsc, ['-p', `${config}.json`], told)
}

const check = async (name, command, args, told) => {
  const started = performance.now()
  const { code, output } = await run(command, args, { quiet: true })
  told(code === 0, `${name} (${((performance.now() - started) / 1000).toFixed(1)} s)`, output)
}
