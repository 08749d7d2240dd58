import { startS3 } from '../../../test/support/s3.ts'
import { blobsContract } from './blobs.contract.ts'
import { s3Blobs } from './s3.ts'

blobsContract('S3', async () => {
  const { settings, stop } = await startS3()
  return { open: () => s3Blobs(settings), stop }
})
