import { type Linking, linksIn, previewScope, wantPreviews } from '#domain/preview.ts'
import type { Store } from '#store/store.ts'
import type { Change, Follower } from './follower.ts'

const COMMANDS: readonly string[] = ['message.post', 'message.edit']

/**
 * Reads what was posted or edited, and asks for cards where a text leads somewhere, if this server looks there at all. A
 * deletion ends them by itself.
 */
export const links = (store: Store, looks: boolean): Follower => ({
  name: 'links',
  concerns: ({ kind, command, key }) => (kind === 'messages' && COMMANDS.includes(command) ? key : null),
  work: async changes => {
    const linking = await read(store, changes)
    if (linking.length === 0) return null
    return { scope: previewScope(linking), decide: (facts, now) => wantPreviews(facts, linking, looks, now) }
  },
})

/** Those that lead somewhere now, and those that were edited: they may have led somewhere before. */
const read = async (store: Store, changes: readonly Change[]): Promise<Linking[]> => {
  const named = changes.map(({ stream, key, command }) => ({ channel: stream, seq: seqOf(key), command }))
  const messages = await store.look(named.map(({ channel, seq }) => ['message', channel, seq] as const))
  const edited = named.filter(({ command }) => command === 'message.edit')
  const before = await store.look(edited.map(({ channel, seq }) => ['preview', channel, seq] as const))
  return named.flatMap(({ channel, seq, command }) => {
    const message = messages.get('message', channel, seq)
    if (message === null || message.deleted !== null || message.kind !== null) return []
    const led = command === 'message.edit' && before.get('preview', channel, seq) !== null
    return led || linksIn(message.text).length > 0 ? [{ channel, seq }] : []
  })
}

/** A message's key ends with its seq. */
const seqOf = (key: string): number => Number(key.split(' ').at(-1))
