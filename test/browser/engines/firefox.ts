import { connect, type Socket } from 'node:net'
import { join } from 'node:path'
import { temporaryFolder } from '../../support/leftovers.ts'
import { freePort } from '../../support/ports.ts'
import { startProgram } from '../../support/program.ts'
import { until } from '../../support/wait.ts'
import { DriverError, ELEMENT, type WebDriver } from './web-driver.ts'

/** No traffic of the browser's own: tests run without a network. Times are as exact as those of other engines. */
const PREFERENCES = {
  'browser.shell.checkDefaultBrowser': false,
  'browser.aboutwelcome.enabled': false,
  'datareporting.policy.dataSubmissionEnabled': false,
  'toolkit.telemetry.enabled': false,
  'app.update.enabled': false,
  'app.normandy.enabled': false,
  'extensions.update.enabled': false,
  'browser.safebrowsing.malware.enabled': false,
  'browser.safebrowsing.phishing.enabled': false,
  'network.captive-portal-service.enabled': false,
  'network.connectivity-service.enabled': false,
  'services.settings.server': 'data:,',
  'intl.accept_languages': 'en-GB',
}

/** Firefox, driven by its own protocol (Marionette): WebDriver's commands in JSON over TCP. */
export const openFirefox = async (program: string): Promise<WebDriver> => {
  const [profile, port] = [temporaryFolder('firefox'), await freePort()]
  const preferences = Object.entries({ ...PREFERENCES, 'marionette.port': port })
  await Bun.write(
    join(profile, 'user.js'),
    preferences.map(([name, value]) => `user_pref(${JSON.stringify(name)}, ${JSON.stringify(value)});\n`).join(''),
  )
  const home = { HOME: profile, MOZ_CRASHREPORTER_DISABLE: '1', PATH: process.env.PATH ?? '' }
  const flags = ['--marionette', '--headless', '--no-remote', '--profile', profile]
  const firefox = startProgram([program, ...flags], { env: home })
  const line = new Marionette(await reached(port))
  await line.say('WebDriver:NewSession', { capabilities: { alwaysMatch: { acceptInsecureCerts: false } } })
  await line.say('WebDriver:SetWindowRect', { width: 1000, height: 700 })
  return {
    engine: 'Firefox',
    navigate: async url => void (await line.say('WebDriver:Navigate', { url })),
    run: async (script, args) => resultOf(await line.say('WebDriver:ExecuteScript', { script, args })),
    click: async element => void (await line.say('WebDriver:ElementClick', { id: element[ELEMENT] })),
    type: async (element, text) => void (await line.say('WebDriver:ElementSendKeys', { id: element[ELEMENT], text })),
    close: async () => {
      line.close()
      firefox.kill('SIGKILL')
      await firefox.exited
    },
  }
}

const reached = (port: number): Promise<Socket> =>
  until(
    () =>
      new Promise<Socket | null>(resolve => {
        const socket = connect(port, '127.0.0.1')
        socket.once('connect', () => resolve(socket))
        socket.once('error', () => resolve(null))
      }),
    { what: 'Firefox', timeout: 60_000 },
  ) as Promise<Socket>

const resultOf = (answer: unknown): unknown => (answer as { value?: unknown } | null)?.value

/** `<bytes>:[0, id, command, parameters]` is answered by `<bytes>:[1, id, error, result]`. */
class Marionette {
  readonly #socket: Socket
  readonly #waiting = new Map<number, { done(result: unknown): void; failed(error: Error): void }>()
  #heard = Buffer.alloc(0)
  #ids = 0

  constructor(socket: Socket) {
    this.#socket = socket
    socket.on('data', bytes => this.#hear(Buffer.from(bytes)))
    socket.on('close', () => {
      for (const { failed } of this.#waiting.values()) failed(new DriverError('Firefox has gone.'))
    })
  }

  say(command: string, parameters: object): Promise<unknown> {
    const id = ++this.#ids
    const text = JSON.stringify([0, id, command, parameters])
    this.#socket.write(`${Buffer.byteLength(text)}:${text}`)
    return new Promise((done, failed) => this.#waiting.set(id, { done, failed }))
  }

  close(): void {
    this.#socket.destroy()
  }

  #hear(bytes: Uint8Array): void {
    this.#heard = Buffer.concat([this.#heard, bytes])
    for (;;) {
      const colon = this.#heard.indexOf(':')
      const length = Number(this.#heard.subarray(0, Math.max(0, colon)).toString())
      if (colon === -1 || this.#heard.length < colon + 1 + length) return
      const frame: unknown = JSON.parse(this.#heard.subarray(colon + 1, colon + 1 + length).toString())
      this.#heard = this.#heard.subarray(colon + 1 + length)
      // The first frame says who speaks.
      if (Array.isArray(frame)) this.#answer(frame as [1, number, { message: string } | null, unknown])
    }
  }

  #answer([, id, error, result]: [1, number, { message: string } | null, unknown]): void {
    const waiting = this.#waiting.get(id)
    this.#waiting.delete(id)
    if (error) waiting?.failed(new DriverError(error.message))
    else waiting?.done(result)
  }
}
