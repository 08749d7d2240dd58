import { internet } from '#outside/fetch/guarded.ts'
import { SITE_ADDRESS } from './site.ts'

/** A server for which the internet is the site of the tests, under every name that ends in `.test`. */
internet.resolve = async host => (host.endsWith('.test') ? [SITE_ADDRESS] : [])
internet.mayReach = address => address === SITE_ADDRESS
await import('#src/main.ts')
