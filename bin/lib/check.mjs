// `bin/check` is `npm test`; `bin/check --bare` rehearses both commands on a machine that has nothing.
await import(process.argv.includes('--bare') ? './bare.mjs' : './test.mjs')
