import { statesOfTalk } from './states-of-talk.ts'
import { statesOfTrouble } from './states-of-trouble.ts'
import type { State } from './states-stage.ts'

export { type Stage, type State, setCrowdedStage, setStage } from './states-stage.ts'

/** Every state of the page that somebody may meet, to be looked at by `look.test.ts` and drawn by `bin/screenshots.ts`. */
export const states: readonly State[] = [...statesOfTalk, ...statesOfTrouble]
