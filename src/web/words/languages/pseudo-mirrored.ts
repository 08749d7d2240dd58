import type { Language } from '../speech.ts'
import { inPseudo } from './pseudo.ts'

/** From right to left, with dates and lists in Arabic. */
export const language: Language = { tag: 'ar-x-pseudo', direction: 'rtl', sentence: inPseudo }
