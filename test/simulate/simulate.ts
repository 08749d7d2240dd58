import { disagreements } from './agreement.ts'
import type { Counters } from './counters.ts'
import { Simulation } from './simulation.ts'

export interface Outcome {
  /** Everything that happened, as a hash. */
  trace: string
  events: number
  counters: Counters
  posts: number
  problems: string[]
  /** What happened last, for whoever looks into a failure. */
  tail: string
}

/** One whole run from one seed: a few people, some time in a storm, each misfortune at least once, then agreement. */
export const simulate = async (seed: number): Promise<Outcome> => {
  const simulation = new Simulation(seed)
  const { trace, counters, witness } = simulation
  let problems: string[]
  try {
    await simulation.start(['Ada', 'Bea', 'Cid'])
    const [ada, bea, cid] = simulation.browsers
    if (ada === undefined || bea === undefined || cid === undefined) throw new Error('Somebody is missing.')
    cid.brokenStorage = seed % 2 === 1
    ada.open().client.open(simulation.general)
    await simulation.storm(60)
    await simulation.missTooMuch(bea)
    await simulation.loseAnAnswer(cid.tabs[0] ?? cid.open())
    await simulation.loseAChange(ada.tabs[0] ?? ada.open())
    await simulation.storm(30)
    problems = await disagreements(simulation)
  } catch (error) {
    problems = [...witness.problems, String(error instanceof Error ? error.stack : error)]
  }
  await simulation.server.close()
  const { events } = trace
  const tail = trace.tail(60)
  return { trace: trace.digest(), events, counters, posts: witness.posts.length, problems, tail }
}
