export { parseMrkdwn } from '#domain/text/mrkdwn.ts'
export { parseMarkdown } from '#domain/text/parse.ts'
export { Blocks } from './blocks.tsx'
