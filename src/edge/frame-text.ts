import type { Now } from '#protocol/frames.ts'
import type { Refusal } from '#protocol/refusals.ts'

/** The server's frames as text. Rows come encoded already: they are encoded once for everybody. */

export const changeText = (stream: string, since: number, rev: number, rows: string): string =>
  `{"stream":"${stream}","since":${since},"rev":${rev},"rows":${rows}}`

export const okText = (id: number | null, ok: object): string => `{"re":${id},"ok":${JSON.stringify(ok)}}`

export const refusedText = (id: number | null, refused: Refusal): string =>
  `{"re":${id},"refused":${JSON.stringify(refused)}}`

export const signalText = (now: Now): string => `{"now":${JSON.stringify(now)}}`

/** Whether somebody is online is told to those who asked; the user's own stream is another topic. */
export const presenceTopic = (user: string): string => `~${user}`

export const isPresenceTopic = (topic: string): boolean => topic.startsWith('~')

/** As many frames as it takes, of so many streams each. */
const DIGEST = 5000

export const digestText = (heads: readonly (readonly [stream: string, head: number])[]): string[] => {
  const texts: string[] = []
  for (let at = 0; at < heads.length; at += DIGEST) {
    texts.push(JSON.stringify({ digest: Object.fromEntries(heads.slice(at, at + DIGEST)) }))
  }
  return texts
}
