import { expect, test } from 'bun:test'
import { passwordFault } from './password.ts'

const about = ['Ada Lovelace', 'ada.l', 'Rocket Works']
const reasonOf = (password: string) => passwordFault(password, about)?.refused.reason ?? 'good'

const commons = [
  ...[
    'password',
    'Password1',
    'P@ssw0rd',
    'P@ssw0rd2024!',
    'passwort123',
    '12345678',
    '123456789',
    '1234567890',
    '87654321',
  ],
  ...[
    'qwertyuiop',
    'qwerty123',
    'QWERTZ12',
    '1qaz2wsx',
    '1q2w3e4r',
    'asdfghjkl',
    'zxcvbnm1',
    'abcdefgh',
    'hgfedcba',
    '11111111',
  ],
  ...[
    'aaaaaaaa',
    'abcabcabc',
    '12341234',
    '123123123',
    'iloveyou',
    'ILoveYou2',
    'letmein1',
    'welcome2025',
    'Summer2024!',
    'monkey12!',
  ],
  ...[
    'football1',
    'dragon99',
    'princess',
    'admin123',
    'adminadmin',
    'changeme',
    'changeme!',
    'secret123',
    'trustno1',
    'superman',
  ],
  ...[
    'lovelace',
    'Lovelace1!',
    'AdaLovelace',
    'adaLovelace2026',
    'RocketWorks1',
    'flackflack',
    '$ecret123',
    'hello123',
    'hello12345',
  ],
]

const good = [
  ...[
    'correct pony staple engine',
    'vier kleine Igel',
    'gT7#kq2Lx',
    'purple monkeys dishwasher',
    'жаркое лето в деревне',
  ],
  ...['東京の朝は寒いですね', 'tr0ub4dor&3', 'my cat eats at 7', 'xkvqzpwj', '9fK2mPqa', '🦊🐻🐼🐨🐯🦁🐮🐷'],
]

test.each(commons)('[S-02] %s is tried first, and refused', password => {
  expect(reasonOf(password)).toBe('password_common')
})

test.each(good)('[S-02] %s is good: no signs, capitals or digits are asked for', password => {
  expect(reasonOf(password)).toBe('good')
})

test('[S-02] eight characters are enough, 256 are not too many; what looks like one counts as one', () => {
  expect(['xkvqzpw', 'xkvqzpwj', '🦊🐻🐼🐨🐯🦁🐮'].map(reasonOf)).toEqual(['password_short', 'good', 'password_short'])
  const long = Array.from({ length: 64 }, (_, at) => `${at} fox `).join('')
  expect([long.slice(0, 256), `${long.slice(0, 256)}x`].map(reasonOf)).toEqual(['good', 'password_long'])
})
