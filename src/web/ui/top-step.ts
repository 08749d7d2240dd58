/**
 * Whether the page stands on the step of the history that is there for what lies on top of it (`back-closes.ts`). An
 * address that takes the step's place says so here, since the history itself cannot be asked where one came from.
 */
export const topStep = { isHeld: history.state?.onTop === true }
