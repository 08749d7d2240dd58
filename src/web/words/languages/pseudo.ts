import type { Language } from '../speech.ts'

const LETTERS = 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ'
const ACCENTED = 'åƀçđéƒĝĥîĵķļɱñöþǫŕšţûṽŵẋýžÅƁÇĐÉƑĜĤÎĴĶĻṀÑÖÞǪŔŠŢÛṼŴẊÝŽ'

/** No plain letter is left, and two fifths are added: what did not pass `say` shows, and so does what is cut. */
export const inPseudo = (english: string): string => {
  const accented = english.replace(/[a-z]/gi, letter => ACCENTED[LETTERS.indexOf(letter)] ?? letter)
  const more = Math.ceil(0.4 * english.replace(/\{\d+\}/g, '').length) - 2
  return `[${accented}${more < 6 ? '~'.repeat(Math.max(0, more)) : ' ļöñĝéŕ'.repeat(more / 7 + 1).slice(0, more)}]`
}

/** Dates and lists are Greek, and so have no plain letters either. */
export const language: Language = { tag: 'el-x-pseudo', direction: 'ltr', sentence: inPseudo }
