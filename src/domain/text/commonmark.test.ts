import { expect, test } from 'bun:test'
import { tests } from 'commonmark-spec'
import { htmlOf } from '../../../test/support/html-of-text.ts'
import { parseMarkdown } from './parse.ts'

/** Where we read CommonMark's own examples otherwise, and why. The list says all of it: what is not here must pass. */
const deviations: Record<string, string> = {
  'HTML is text, whatever it looks like: nobody may put elements into the page of others':
    '21 148-191 308-309 344 475-477 524 536 613-617 623 625-631 642-643',
  'an entity stands for itself: who types &copy; in a chat talks about it': '25-27 31-34 36-41',
  'lines that begin with spaces keep them and are no code: so people draw, and paste':
    '1-3 5-8 18 48 69 107 110-112 114-118 134 225 231 236 252-254 257 264 270-274 278 286-290 313',
  'a line of dashes is a rule, and makes no heading of what was said before it':
    '59 80-86 89-91 95-96 100 102-103 141 300',
  'an address stands where it is meant, not in a list at the end':
    '23 192-196 198 200-208 210-211 214-218 317 527-530 532-535 537-545 549-550 553-571',
  'a link leads to http, https or mailto and is absolute: elsewhere a message would mean other things than here':
    '484-487 489 491-492 494-496 498-504 522',
  'the same within angle brackets': '596 598-599 601',
  'a picture is sent as a file: one from elsewhere tells its server who reads': '517 520 531 572-589 591-593',
  'every line break is one already: a backslash before it is a backslash': '16 634 637 639',
  'bold inside bold is bold': '369 373 389 407-409 418-419 425-427 432 461 463',
  'the name of a language is one short word': '24 144',
}

test('[TEXT-1] the examples of CommonMark pass, but for those that are read otherwise on purpose', () => {
  const otherwise = Object.values(deviations)
    .flatMap(numbersIn)
    .sort((a, b) => a - b)
  const failing = tests.filter(({ markdown, html }) => read(markdown) !== expected(html)).map(({ number }) => number)
  expect(tests.length).toBe(652)
  expect(failing).toEqual(otherwise)
})

const numbersIn = (list: string): number[] =>
  list.split(' ').flatMap(range => {
    const [from = 0, to = from] = range.split('-').map(Number)
    return Array.from({ length: to - from + 1 }, (_, at) => from + at)
  })

const read = (markdown: string): string => normal(htmlOf(parseMarkdown(absolute(markdown))))
const expected = (html: string): string => normal(absolute(html))

/** The examples link to "/url"; ours would be text. Their arrows are tabs. */
const absolute = (text: string): string =>
  text
    .replaceAll('→', '\t')
    .replace(/(?<![\w/])\/(url\d?|uri\d?|foo|bar_?|train\.jpg|f&ouml;&ouml;)(?!\w)/g, 'https://e.example/$1')

/**
 * What is the same to us: white space around lines, a line break with and without an element, the title of a link (ours
 * is where it leads), the spelling of an address, and bare addresses, which are links here.
 */
const normal = (html: string): string =>
  html
    .replace(/\n+$/, '')
    .replace(/ title="[^"]*"/g, '')
    .replace(/<li>\n/g, '<li>')
    .replace(/\n<\/li>/g, '</li>')
    .replace(/<blockquote>\n+<\/blockquote>/g, '<blockquote>\n</blockquote>')
    .replace(/<br \/>\n/g, '\n')
    .replace(/[ \t]+\n/g, '\n')
    .replace(/\n[ \t]+/g, '\n')
    .replace(/<p>[ \t]+/g, '<p>')
    .replace(/[ \t]+<\/p>/g, '</p>')
    .replace(/(<strong>)+/g, '<strong>')
    .replace(/(<\/strong>)+/g, '</strong>')
    .replace(/<a href="([^"]*)">/g, (written, href: string) => {
      const address = href.replaceAll('&amp;', '&')
      return URL.canParse(address) ? `<a href="${new URL(address).href}">` : written
    })
    .replace(/<a href="[^"]*">((?:https?:|mailto:|[\w.+-]+@)[^<]*)<\/a>/gi, '$1')
