import { plant } from './plant.ts'

/** A server whose every row has a private column. */
await plant({ leaking: false })
await import('#src/main.ts')
