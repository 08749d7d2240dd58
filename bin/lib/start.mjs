import { watchParents } from './parents.mjs'
import { ready } from './ready.mjs'
import { startServer } from './server.mjs'

// `npm start` and `bun start`: makes the checkout ready and runs the server until either of the two is stopped.
await ready()
const server = startServer(process.argv.slice(2))
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, server.stop)
if (process.env.npm_lifecycle_event !== undefined) watchParents(server.stop)
process.exit(await server.exited)
