import { createConnection } from 'node:net'
import { patience } from '../support/pace.ts'
import { until } from '../support/wait.ts'

/** What came back on one connection: the status of each answer in order, and whether the server ended it. */
export type Heard = { statuses: number[]; text: string; ended: boolean }

/**
 * Sends bytes as they are on a connection of their own, and listens until the server ends it or has given so many
 * answers.
 */
export const say = async (port: number, bytes: Buffer | string, answers = Number.POSITIVE_INFINITY): Promise<Heard> => {
  const heard: Heard = { statuses: [], text: '', ended: false }
  const tcp = createConnection({ port, host: '127.0.0.1' })
  const end = () => {
    heard.ended = true
  }
  tcp.on('error', end).on('end', end).on('close', end)
  tcp.on('data', piece => {
    heard.text += piece.toString('latin1')
    heard.statuses = [...heard.text.matchAll(/HTTP\/1\.1 (\d{3}) [^\r\n]*\r\n/g)].map(([, status]) => Number(status))
  })
  tcp.write(bytes)
  await until(() => heard.ended || heard.statuses.length >= answers, {
    timeout: patience(20_000),
    what: `the end or ${answers} answers (there is ${JSON.stringify(heard.text.slice(0, 200))})`,
  }).finally(() => tcp.destroy())
  return heard
}
