import type { App } from './app.ts'
import type { Metrics } from './metrics.ts'

/** Counts what is said and answered at the app's door, through whichever door outside it came. */
export const metered = (app: Omit<App, 'metrics'>, metrics: Metrics): App => ({
  ...app,
  metrics,
  run: async (actor, command) => {
    const outcome = await app.run(actor, command)
    if (command.do === 'message.post' && 'ok' in outcome) {
      if (outcome.duplicate) metrics.duplicates.add()
      else metrics.posted.add()
    }
    return outcome
  },
  ask: {
    ...app.ask,
    query: async (actor, query) => {
      const answer = await app.ask.query(actor, query)
      if (query.do === 'sync' && 'ok' in answer) {
        metrics.syncs.add()
        if ('reset' in answer.ok) metrics.resets.add()
      }
      return answer
    },
    changed: async (stream, since) => {
      const changed = await app.ask.changed(stream, since)
      if (changed.rev > since) metrics.repairs.add()
      return changed
    },
  },
})
