import { lateStyles } from '../../ui/late-styles.ts'
import { later } from '../../ui/later.tsx'

/**
 * What is said where there is no conversation to show. Nobody begins there, so it is fetched after the first drawing; at
 * once, since the words are for who has no connection.
 */
export const loadNowhere = () => Promise.all([import('./not-found.tsx'), import('./not-at-hand.tsx'), lateStyles()])

export const notFound = later(() => loadNowhere().then(([{ NotFound }]) => NotFound))
export const notAtHand = later(() => loadNowhere().then(([, { NotAtHand }]) => NotAtHand))
