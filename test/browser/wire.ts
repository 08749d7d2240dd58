import type { Page, WebSocketRoute } from 'playwright-core'
import { until } from '../support/wait.ts'

/** The page's connection, in the hands of a test. */
export interface Wire {
  /** `silent`: nothing arrives any more. `cut`: the connection is gone, and no other is had. */
  mode: 'through' | 'silent' | 'cut'
  /** Commands of these names never reach the server. */
  lost: string[]
  /** Commands of these names are refused, for good. */
  refused: string[]
  /** What they are refused with. */
  refusal: { code: string; message: string }
  /** What hello says the server's build is; null: the truth. */
  build: string | null
  /** Ends the connection that is there now. */
  cut(): Promise<void>
}

/** Takes hold of every connection that the page opens from here on: to be called before it is loaded. */
export const tap = async (page: Page): Promise<Wire> => {
  let current: WebSocketRoute | null = null
  const wire: Wire = {
    mode: 'through',
    lost: [],
    refused: [],
    refusal: { code: 'invalid', message: 'The server did not want it.' },
    build: null,
    cut: async () => {
      wire.mode = 'cut'
      await current?.close()
    },
  }
  await page.routeWebSocket(/\/ws(\?|$)/, route => {
    if (wire.mode === 'cut') {
      void route.close()
      return
    }
    current = route
    const server = route.connectToServer()
    route.onMessage(text => {
      const { id, do: name } = JSON.parse(String(text)) as { id: number; do: string }
      if (wire.lost.includes(name)) return
      if (wire.refused.includes(name)) {
        route.send(JSON.stringify({ re: id, refused: wire.refusal }))
      } else server.send(text)
    })
    server.onMessage(text => {
      if (wire.mode === 'through') route.send(wire.build === null ? text : withBuild(String(text), wire.build))
    })
  })
  return wire
}

const withBuild = (text: string, build: string): string =>
  text.startsWith('{"hello"') ? text.replace(/"build":"[^"]*"/, `"build":"${build}"`) : text

/**
 * A line on which everything takes so many milliseconds each way, for pages that are loaded from now on. `delivered`
 * waits until the server has been handed what contains a text.
 */
export const slowLine = async (page: Page, ms: number): Promise<{ delivered(text: string): Promise<void> }> => {
  const handed: string[] = []
  await page.routeWebSocket(/\/ws(\?|$)/, route => {
    const server = route.connectToServer()
    route.onMessage(text => {
      setTimeout(() => {
        handed.push(String(text))
        server.send(text)
      }, ms)
    })
    server.onMessage(text => {
      setTimeout(() => route.send(text), ms)
    })
  })
  return {
    delivered: text =>
      until(() => handed.some(each => each.includes(text)), { what: `"${text}" to arrive` }).then(() => {}),
  }
}
