import { plant } from './plant.ts'

/** The same, with the mistake that the test of it must find. */
await plant({ leaking: true })
await import('#src/main.ts')
