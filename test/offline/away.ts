import type { BrowserContext, Page } from 'playwright-core'
import { composer, join, type Person } from '../browser/people.ts'
import { patience } from '../support/pace.ts'
import { type FaultyProxy, startProxy } from '../support/proxy.ts'
import { type Server, startServer } from '../support/server.ts'
import { kept } from './shell.ts'

/** Ada, whose way to the server is in the hands of the test, and Grace, who sees what arrives. */
export interface Away {
  server: Server
  proxy: FaultyProxy
  /** As Ada has it. */
  url: string
  ada: Person
  grace: Person
  context: BrowserContext
  /** Another tab of Ada's. */
  tab(): Promise<Page>
  close(): Promise<void>
}

export const startAway = async ({ limits = 'off' } = {}): Promise<Away> => {
  const server = await startServer({ env: { FLACK_LIMITS: limits } })
  const proxy = await startProxy(server.port)
  const url = `http://127.0.0.1:${proxy.port}`
  const [ada, grace] = await Promise.all([join(url, 'Ada'), join(server.url, 'Grace')])
  const context = ada.page.context()
  await kept(ada.page)
  return {
    server,
    proxy,
    url,
    ada,
    grace,
    context,
    tab: async () => {
      const page = await context.newPage()
      page.setDefaultTimeout(patience(10_000))
      await page.goto(`${url}/c/general`)
      await composer(page, 'general').waitFor()
      return page
    },
    close: async () => {
      await Promise.all([context.close(), grace.page.context().close()])
      await proxy.close()
      await server.stop()
    },
  }
}

/** Writes as fast as a hand can. */
export const sayAll = async (page: Page, texts: readonly string[]): Promise<void> => {
  const field = composer(page, 'general')
  for (const text of texts) {
    await field.fill(text)
    await field.press('Enter')
  }
}

export const numbered = (name: string, count: number): string[] =>
  Array.from({ length: count }, (_, index) => `${name} ${index + 1}`)
