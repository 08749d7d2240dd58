import { temporaryFolder } from '../../support/leftovers.ts'
import { freePort } from '../../support/ports.ts'
import { startProgram } from '../../support/program.ts'
import { until } from '../../support/wait.ts'
import { DriverError, ELEMENT, type WebDriver } from './web-driver.ts'

type Programs = { driver: string; browser: string; screen: string }

/** WebKitGTK, the engine of Safari in Debian's build, on a screen that nobody sees. */
export const openWebKit = async ({ driver, browser, screen }: Programs): Promise<WebDriver> => {
  const home = temporaryFolder('webkit')
  const xvfb = startProgram([screen, '-displayfd', '1', '-screen', '0', '1000x700x24', '-nolisten', 'tcp'], {
    env: { HOME: home, PATH: process.env.PATH ?? '' },
  })
  const [, display] = await xvfb.says(/^(\d+)\s*$/m)
  const port = await freePort()
  const program = startProgram([driver, `--port=${port}`, '--host=127.0.0.1'], {
    env: {
      HOME: home,
      XDG_RUNTIME_DIR: home,
      PATH: process.env.PATH ?? '',
      DISPLAY: `:${display}`,
      GDK_BACKEND: 'x11',
      LANG: 'C.UTF-8',
      // Tests may run as root, and where no name spaces can be made.
      WEBKIT_DISABLE_SANDBOX_THIS_IS_DANGEROUS: '1',
      WEBKIT_DISABLE_COMPOSITING_MODE: '1',
      LIBGL_ALWAYS_SOFTWARE: '1',
    },
  })
  const say = async (method: string, path: string, body?: object): Promise<unknown> => {
    const answer = await fetch(`http://127.0.0.1:${port}${path}`, {
      method,
      ...(body && { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
    })
    const { value } = (await answer.json()) as { value: { error?: string; message?: string } | null }
    if (!answer.ok) throw new DriverError(`${value?.error}: ${value?.message}`)
    return value
  }
  await until(() => say('GET', '/status').catch(() => null), { what: 'the driver of WebKitGTK', timeout: 60_000 })
  const options = { 'webkitgtk:browserOptions': { binary: browser, args: ['--automation'] } }
  const session = (await say('POST', '/session', { capabilities: { alwaysMatch: options } })) as { sessionId: string }
  const within = `/session/${session.sessionId}`
  return {
    engine: 'WebKitGTK',
    navigate: async url => void (await say('POST', `${within}/url`, { url })),
    run: (script, args) => say('POST', `${within}/execute/sync`, { script, args }),
    click: async element => void (await say('POST', `${within}/element/${element[ELEMENT]}/click`, {})),
    type: async (element, text) => void (await say('POST', `${within}/element/${element[ELEMENT]}/value`, { text })),
    close: async () => {
      await say('DELETE', within).catch(() => {})
      program.kill('SIGKILL')
      xvfb.kill('SIGKILL')
      await Promise.all([program.exited, xvfb.exited])
    },
  }
}
