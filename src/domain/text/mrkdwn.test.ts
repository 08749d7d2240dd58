import { expect, test } from 'bun:test'
import { parseMrkdwn } from './mrkdwn.ts'
import { parseMarkdown } from './parse.ts'
import { toMrkdwn } from './to-mrkdwn.ts'
import type { Inline } from './tree.ts'

const text = (words: string): Inline => ({ kind: 'text', text: words })
const line = (written: string): Inline[] =>
  parseMrkdwn(written).flatMap(block => (block.kind === 'paragraph' ? block.children : []))

test('[TEXT-1] the styles of mrkdwn, with one sign each', () => {
  expect(line('*b* _i_ ~s~ `*c*`')).toEqual([
    { kind: 'bold', children: [text('b')] },
    text(' '),
    { kind: 'italic', children: [text('i')] },
    text(' '),
    { kind: 'strike', children: [text('s')] },
    text(' '),
    { kind: 'code', text: '*c*' },
  ])
  expect(line('*_both_*')).toEqual([{ kind: 'bold', children: [{ kind: 'italic', children: [text('both')] }] }])
})

test.each(['2*3*4', 'snake_case_name', '* a', '*', '**', '*a', 'a *b', '_ a _', '~', '`', '``', '<', '<>', 'a > b'])(
  '%s is text',
  written => expect(line(written)).toEqual([text(written)]),
)

test('[TEXT-1] what stands in angle brackets', () => {
  expect(line('<https://a.example/?a=1&amp;b=2|words &lt;3>')).toEqual([
    { kind: 'link', href: 'https://a.example/?a=1&b=2', children: [text('words <3')] },
  ])
  expect(line('<https://a.example>')).toEqual([
    { kind: 'address', href: 'https://a.example/', text: 'https://a.example' },
  ])
  expect(line('<@U12345678|ada> <!channel> <!date^1392734382^{date}|Feb 18>')).toEqual([
    { kind: 'user', id: 'U12345678' },
    text(' '),
    { kind: 'call', who: 'channel' },
    text(' Feb 18'),
  ])
  expect(line('<javascript:alert(1)|press>')).toEqual([text('<javascript:alert(1)|press>')])
  expect(line('&lt;@U12345678&gt;')).toEqual([text('<@U12345678>')])
})

test('[TEXT-1] quotes and fences', () => {
  expect(parseMrkdwn('before\n&gt; one\n> two\nafter\n```\nlet a &lt; b\n```\n\nend')).toEqual([
    { kind: 'paragraph', gap: 0, children: [text('before')] },
    { kind: 'quote', gap: 0, blocks: [{ kind: 'paragraph', gap: 0, children: [text('one\ntwo')] }] },
    { kind: 'paragraph', gap: 0, children: [text('after')] },
    { kind: 'code', gap: 0, language: '', text: 'let a < b' },
    { kind: 'paragraph', gap: 1, children: [text('end')] },
  ])
  expect(parseMrkdwn('>>> all\n\nof it')).toEqual([
    {
      kind: 'quote',
      gap: 0,
      blocks: [
        { kind: 'paragraph', gap: 0, children: [text('all')] },
        { kind: 'paragraph', gap: 1, children: [text('of it')] },
      ],
    },
  ])
})

test('[TEXT-1] what mrkdwn has no sign for is written as people do there', () => {
  expect(toMrkdwn(parseMarkdown('# Head\n\n- [x] a\n- b\n  1. c\n\n| x | y |\n|---|---|\n| 1 | 2 |'))).toBe(
    '*Head*\n\n☑ a\n• b\n    1. c\n\nx | y\n1 | 2',
  )
  expect(toMrkdwn(parseMarkdown('a & b < c [w](https://a.example/) <@U12345678>'))).toBe(
    'a &amp; b &lt; c <https://a.example/|w> <@U12345678>',
  )
})
