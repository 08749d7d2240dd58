import { loadRefusals } from './refused.ts'
import { speakBy } from './say.ts'
import { type Language, speechOf } from './speech.ts'

/**
 * Every language but English, by its tag, each fetched when somebody has chosen it. The two that are here are for tests
 * and for who looks at the page: the page in letters that no sentence of it is written in, longer by two fifths, and
 * the same from right to left.
 */
const languages: Record<string, () => Promise<{ language: Language }>> = {
  'el-x-pseudo': () => import('./languages/pseudo.ts'),
  'ar-x-pseudo': () => import('./languages/pseudo-mirrored.ts'),
}

/** Everything is said in it once this has resolved. One that is not here leaves the page as it is. */
export const speak = async (tag: string): Promise<void> => {
  const [loaded] = await Promise.all([languages[tag]?.(), loadRefusals()])
  if (loaded === undefined) return
  const { language } = loaded
  speakBy(speechOf(language))
  document.documentElement.lang = language.tag
  document.documentElement.dir = language.direction
}
