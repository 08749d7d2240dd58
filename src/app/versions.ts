import { inChannel, upkeepFacts } from '#domain/permission.ts'
import type { Answers } from '#protocol/commands.ts'
import { FRAME_BYTES, VERSIONS_TOLD } from '#protocol/limits.ts'
import type { Refusal } from '#protocol/refusals.ts'
import type { Store } from '#store/store.ts'
import { fitting } from './fitting.ts'

/**
 * What a message said before its edits, in a channel that `actor` may read: one's own always, of others where the
 * workspace leaves that to them. The newest ones, where long texts do not all fit a frame.
 */
export const versionsOf = async (
  store: Store,
  actor: string,
  channel: string,
  seq: number,
): Promise<{ ok: Answers['versions'] } | { refused: Refusal }> => {
  const facts = await store.look([...upkeepFacts(channel, actor, 'history'), ['message', channel, seq]])
  const { general } = store.identity
  if (facts.get('message', channel, seq)?.author !== actor) {
    const found = inChannel(facts, 'look back', channel, { actor, general })
    if ('refused' in found) return found
  }
  const versions = await store.versions(channel, seq, VERSIONS_TOLD)
  return { ok: { versions: fitting(versions.toReversed(), FRAME_BYTES - 1024).toReversed() } }
}
