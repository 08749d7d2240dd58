import { describe, expect, test } from 'bun:test'
import { base32, codeAt, keyUri, stepOf } from './one-time-code.ts'

const key = (length: number) => Buffer.from('1234567890'.repeat(7).slice(0, length))

describe('one-time codes', () => {
  /** RFC 6238, appendix B: seconds, and the codes by SHA-1, SHA-256 and SHA-512. */
  test.each([
    [59, '94287082', '46119246', '90693936'],
    [1_111_111_109, '07081804', '68084774', '25091201'],
    [1_111_111_111, '14050471', '67062674', '99943326'],
    [1_234_567_890, '89005924', '91819424', '93441116'],
    [2_000_000_000, '69279037', '90698825', '38618901'],
    [20_000_000_000, '65353130', '77737706', '47863826'],
  ])('are those of RFC 6238 at second %d', (seconds, sha1, sha256, sha512) => {
    const step = Math.floor(seconds / 30)
    expect(codeAt(key(20), step, 8)).toBe(sha1)
    expect(codeAt(key(32), step, 8, 'sha256')).toBe(sha256)
    expect(codeAt(key(64), step, 8, 'sha512')).toBe(sha512)
  })

  test('are known half a minute early and late, with blanks or without, and no longer', () => {
    const now = 1_111_111_111_000
    const here = Math.floor(now / 30_000)
    const known = [-2, -1, 0, 1, 2].map(off => stepOf(key(20), codeAt(key(20), here + off), now))
    expect(known).toEqual([null, here - 1, here, here + 1, null])
    expect(stepOf(key(20), '050 471', now)).toBe(here)
    for (const wrong of ['', '050472', '50471', '0504710', '０５０４７１', 'abcdef'])
      expect(stepOf(key(20), wrong, now)).toBeNull()
  })

  test('have keys as apps read them', () => {
    // RFC 4648, 10.
    const texts = ['f', 'fo', 'foo', 'foob', 'fooba', 'foobar'].map(text => base32(Buffer.from(text)))
    expect(texts).toEqual(['MY', 'MZXQ', 'MZXW6', 'MZXW6YQ', 'MZXW6YTB', 'MZXW6YTBOI'])
    expect(keyUri('Rocket & Co', 'Ada', Buffer.from('foobar'))).toBe(
      'otpauth://totp/Rocket%20%26%20Co%3AAda?secret=MZXW6YTBOI&issuer=Rocket%20%26%20Co',
    )
  })
})
