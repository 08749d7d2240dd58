/** True in the long form of the tests: `npm test -- --full`. The test command tells it by this variable of its own. */
export const full: boolean = process.env.TEST_LENGTH === 'full'
