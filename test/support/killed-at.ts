import type { Engine } from '#store/engine.ts'
import type { Program, Statement, StatementResult } from '#store/program.ts'

/**
 * An engine of a process that is killed before its n-th statement from `arm` on: that one and all later ones fail, and
 * what its transaction had written is gone. The moment between a commit and its acknowledgement counts as a statement.
 */
export const killedAt = (engine: Engine, n: number) => {
  let [armed, count] = [false, 0]
  const isDead = () => count >= n
  function* counted<T>(program: Program<T>): Program<T> {
    let step = program.next()
    while (!step.done) {
      if (armed) count += 1
      if (isDead()) throw new Error('killed')
      const result: StatementResult = yield step.value as Statement
      step = program.next(result)
    }
    return step.value
  }
  const wrapped: Engine = {
    ...engine,
    read: program => engine.read(counted(program)),
    write: async program => {
      const result = await engine.write(memory => counted(program(memory)))
      if (armed) count += 1
      if (isDead()) throw new Error('killed')
      return result
    },
  }
  return {
    engine: wrapped,
    arm: () => {
      armed = true
    },
    isDead,
  }
}
