import { busContract } from './bus.contract.ts'
import { localBus } from './local.ts'

busContract('of a single node', async () => localBus(), 1)
