import S3rver from '@20minutes/s3rver'
import type { S3Settings } from '#outside/blobs/s3.ts'
import { temporaryFolder } from './leftovers.ts'

/** An S3 of our own, on a free port, with an empty bucket. */
export const startS3 = async (): Promise<{ settings: S3Settings; stop(): Promise<void> }> => {
  const server = new S3rver({
    address: '127.0.0.1',
    port: 0,
    silent: true,
    directory: temporaryFolder('s3'),
    configureBuckets: [{ name: 'flack', configs: [] }],
  })
  const { port } = await server.run()
  return {
    settings: {
      endpoint: `http://127.0.0.1:${port}`,
      bucket: 'flack',
      region: 'us-east-1',
      key: 'S3RVER',
      secret: 'S3RVER',
    },
    stop: () => server.close(),
  }
}
