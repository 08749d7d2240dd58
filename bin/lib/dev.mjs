import { watch } from 'node:fs'
import { buildPage } from './page.mjs'
import { root, say } from './project.mjs'
import { ready } from './ready.mjs'
import { startServer } from './server.mjs'

// `bin/dev`: like `npm start`, and every change of a source rebuilds the page and restarts the server.
await ready()
let server = start()
let ending = false
let timer
let work = Promise.resolve()

watch(`${root}/src`, { recursive: true }, (_event, name) => {
  if (name === null || /\.(test|contract)\.tsx?$/.test(name) || !/\.(ts|tsx|css|html|svg|sql)$/.test(name)) return
  clearTimeout(timer)
  timer = setTimeout(() => {
    work = work.then(reload)
  }, 100)
})

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
  process.on(signal, async () => {
    ending = true
    server.stop()
    process.exit(await server.exited)
  })
}

async function reload() {
  const { code, output } = await buildPage()
  if (code !== 0) return say(`${output}The page was not built; the server goes on with the last good one.`)
  server.stop()
  await server.exited
  if (!ending) server = start()
}

function start() {
  const started = startServer(process.argv.slice(2))
  void started.exited.then(code => {
    if (code !== 0 && !ending) say(`The server ended with ${code}; it starts again at the next change.`)
  })
  return started
}
