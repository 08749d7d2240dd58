import { expect, test } from 'bun:test'
import { readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { temporaryFolder } from '../../../test/support/leftovers.ts'
import { blobsContract } from './blobs.contract.ts'
import { diskBlobs } from './disk.ts'

const folder = temporaryFolder('blobs')

blobsContract('the disk', async () => ({ open: () => diskBlobs(join(folder, 'all')), stop: async () => {} }))

test('[FILE] nobody else on the machine may read them, and what is removed leaves nothing', async () => {
  const own = join(folder, 'own')
  const blobs = diskBlobs(own)
  const name = 'abcdefghijklmnop'
  await blobs.put(name, new Uint8Array(3))
  expect(statSync(own).mode & 0o077).toBe(0)
  expect(statSync(join(own, 'ab', name)).mode & 0o077).toBe(0)
  await blobs.remove(name)
  const files = readdirSync(own, { recursive: true, withFileTypes: true }).filter(entry => entry.isFile())
  expect(files).toEqual([])
})
