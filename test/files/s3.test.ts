import { expect, test } from 'bun:test'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { connect } from '../access/guest.ts'
import { cameraJpeg } from '../support/pictures.ts'
import { startS3 } from '../support/s3.ts'
import { startServer } from '../support/server.ts'
import { cancel, get, upload } from '../support/uploads.ts'
import { until } from '../support/wait.ts'

test('[FILE] by setting the contents of files are in S3, and nowhere else', async () => {
  const s3 = await startS3()
  const { endpoint, bucket, key, secret } = s3.settings
  const args = ['--s3-endpoint', endpoint, '--s3-bucket', bucket, '--s3-key', key]
  const server = await startServer({ args, env: { FLACK_S3_SECRET: secret } })
  const ada = await connect(server.url, 'Ada')
  const room = String((await ada.socket.ask({ do: 'channel.create', name: 'room' })).ok?.channel)
  const id = await upload(server.url, ada, room, 'photo.jpg', await cameraJpeg())
  const unsent = await upload(server.url, ada, room, 'b.txt', 'never sent')
  await ada.socket.ask({ do: 'message.post', channel: room, clientId: 'm', text: '', files: [id] })
  await server.restart()
  const whole = await get(server.url, ada, `/files/${id}/photo.jpg`)
  const { width, height } = await new Bun.Image(await whole.bytes()).metadata()
  expect([whole.status, width, height]).toEqual([200, 200, 400])
  const part = await get(server.url, ada, `/files/${id}/photo.jpg`, { range: 'bytes=0-1' })
  expect([part.status, [...(await part.bytes())]]).toEqual([206, [0xff, 0xd8]])
  expect((await get(server.url, ada, `/files/${id}/thumb/360`)).headers.get('content-type')).toBe('image/webp')
  await cancel(server.url, ada, `/files/${unsent}`)
  await until(async () => (await get(server.url, ada, `/files/${unsent}/about`)).status === 404, { what: 'it to go' })
  expect(existsSync(join(server.dataDir, 'blobs'))).toBe(false)
  expect(server.logs()).not.toContain('secret')
  await server.stop()
  await s3.stop()
})
