import { dependenciesReady } from './dependencies.mjs'
import { pageReady } from './page.mjs'
import { giveUp, isMain } from './project.mjs'

/** Makes a checkout runnable: dependencies, Bun, web page. Well under a tenth of a second when nothing changed. */
export const ready = async () => {
  const node = Number(process.versions.node.split('.')[0])
  if (node < 20) giveUp(`Flack needs Node.js 20 or newer; this is ${process.version}.`)
  await dependenciesReady()
  await pageReady()
}

if (isMain(import.meta.url)) await ready()
