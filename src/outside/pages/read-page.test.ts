import { describe, expect, test } from 'bun:test'
import { NoAnswer } from '../fetch/fetch.ts'
import { withoutEntities } from './entities.ts'
import { pageReader } from './read-page.ts'
import { allows } from './robots.ts'

const reading = (html: string | Uint8Array, charset: string | null = null, robots: string | null = null) => {
  const bytes = typeof html === 'string' ? new TextEncoder().encode(html) : html
  return pageReader({
    blocked: [],
    fetch: async url => {
      if (!url.endsWith('/robots.txt')) return { url, status: 200, type: 'text/html', charset, bytes, cut: false }
      if (robots === null) throw new NoAnswer()
      return { url, status: 200, type: 'text/plain', charset, bytes: new TextEncoder().encode(robots), cut: false }
    },
  })('https://www.example.org/a')
}

describe('a page', () => {
  test.each([
    ['<title>One</title>', { title: 'One', site: 'example.org' }],
    [
      '<title>One</title><meta name="description" content="About">',
      { title: 'One', text: 'About', site: 'example.org' },
    ],
    [
      '<title>One</title><meta property="og:title" content="Two"><meta name="twitter:title" content="Three">',
      { title: 'Two', site: 'example.org' },
    ],
    ['<title>\n  Many\t lines \n</title>', { title: 'Many lines', site: 'example.org' }],
    ['<title>a &amp; b &#8212; c &#x1F600;</title>', { title: 'a & b — c 😀', site: 'example.org' }],
    ['<svg><title>Not this</title></svg><p>No title', null],
    ['<title> \u200b\u202e </title>', null],
    ['', null],
    ['<title>Never ends', { title: 'Never ends', site: 'example.org' }],
  ])('%p says %p', async (html, card) => {
    expect(await reading(`<!doctype html><head>${html}`)).toEqual(card)
  })

  test('is cut to what fits a card, by whole signs', async () => {
    const card = await reading(
      `<head><title>${'😀'.repeat(5000)}</title><meta name=description content="${'word '.repeat(500)}">`,
    )
    expect([...(card?.title ?? '')].length).toBe(200)
    expect(card?.title.isWellFormed()).toBe(true)
    expect(card?.text?.length).toBeLessThanOrEqual(300)
  })

  test('is read by its charset, as the server or it itself says', async () => {
    const latin = (head: string) => Uint8Array.from(`<head>${head}<title>Caf\xe9</title>`, sign => sign.charCodeAt(0))
    expect((await reading(latin(''), 'iso-8859-1'))?.title).toBe('Café')
    expect((await reading(latin('<meta charset="iso-8859-1">')))?.title).toBe('Café')
    expect((await reading(latin('<meta charset="no-such-thing">')))?.title).toBe('Caf�')
  })

  test('of a hundred thousand elements within each other is read in the time that it takes', async () => {
    expect((await reading(`<head><title>Deep</title></head>${'<div>'.repeat(100_000)}`))?.title).toBe('Deep')
  })

  test('is left alone where its site says so', async () => {
    expect(await reading('<head><title>One</title>', null, 'User-agent: *\nDisallow: /')).toBeNull()
    expect(await reading('<head><title>One</title>', null, 'User-agent: *\nDisallow: /b')).not.toBeNull()
  })
})

describe('robots.txt', () => {
  test.each([
    ['', '/a', true],
    ['User-agent: *\nDisallow:', '/a', true],
    ['User-agent: *\nDisallow: /', '/a', false],
    ['user-agent: flackbot\ndisallow: /a\n\nuser-agent: *\ndisallow: /', '/b', true],
    ['user-agent: flackbot\ndisallow: /a\n\nuser-agent: *\nallow: /', '/a/b', false],
    ['User-agent: other\nUser-agent: *\nDisallow: /x # why\n', '/x', false],
    ['User-agent: *\nDisallow: /a\nAllow: /a/b', '/a/b/c', true],
    ['User-agent: *\nDisallow: /*.pdf$', '/x/y.pdf', false],
    ['User-agent: *\nDisallow: /*.pdf$', '/x/y.pdf?a', true],
    ['User-agent: *\nDisallow: /a*b*c', '/axxbyyc', false],
    ['User-agent: *\nDisallow: /a$', '/ab', true],
    ['<html>not a robots file', '/a', true],
  ])('%p lets us read %p: %p', (robots, path, allowed) => {
    expect(allows(robots, 'Flackbot', path)).toBe(allowed)
  })

  test('of stars alone takes no longer than it is long', () => {
    expect(allows(`User-agent: *\nDisallow: /${'*a'.repeat(20_000)}$`, 'Flackbot', `/${'a'.repeat(2000)}b`)).toBe(true)
  })
})

test('signs that are none stay, or go', () => {
  expect(withoutEntities('&constructor; &amp &#0; &#xD800; &#99999999; &bogus;')).toBe(
    '&constructor; &amp   &#99999999; &bogus;',
  )
})
