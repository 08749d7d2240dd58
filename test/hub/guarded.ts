import type { App } from '#app/app.ts'
import { isChannel } from '#protocol/streams.ts'

/**
 * The app as if every channel were private, so that whoever leaves one loses it. Once `armed`, some work is done after the
 * next reading of a channel's content (or of the right to watch it) and before what was read is handed over.
 */
export const guarded = (app: App) => {
  let armed: (() => Promise<unknown>) | null = null
  const reads = { count: 0 }
  const meanwhile = async () => {
    reads.count += 1
    const work = armed
    armed = null
    await work?.()
  }
  const seat: App['ask']['channel'] = (actor, action, ref) =>
    app.ask.channel(actor, action === 'read' ? 'type' : action, ref)
  const channel: App['ask']['channel'] = async (actor, action, ref) => {
    const found = await seat(actor, action, ref)
    if (action === 'read') await meanwhile()
    return found
  }
  const query: App['ask']['query'] = async (actor, said) => {
    const of = 'channel' in said ? said.channel : 'stream' in said ? said.stream : undefined
    const ref = of !== undefined && (of.startsWith('#') || isChannel(of)) ? of : null
    const found = ref === null ? null : await seat(actor, 'read', ref)
    if (found && 'refused' in found) return found
    const answer = await app.ask.query(actor, said)
    await meanwhile()
    return answer
  }
  const arm = (work: () => Promise<unknown>) => {
    armed = work
    reads.count = 0
  }
  return { app: { ...app, ask: { ...app.ask, channel, query } }, arm, reads }
}
