import { spawn } from 'node:child_process'
import { bun, root } from './project.mjs'
import { ready } from './ready.mjs'

// `bin/bench`: makes the checkout ready, then measures the budgets of docs/performance.md.
await ready()
const child = spawn(bun, [`${root}/bench/main.ts`, ...process.argv.slice(2)], { stdio: 'inherit' })
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal))
child.on('exit', code => process.exit(code ?? 128))
