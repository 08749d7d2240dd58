import { useSignal } from '@preact/signals'
import { go } from '../../navigation.ts'
import { pathOf } from '../../routes.ts'
import type { ChannelSummary } from '../../sync/api.ts'
import { useIsDrawn } from '../../ui/use-is-drawn.ts'
import { refusedWords } from '../../words/refused.ts'
import { say } from '../../words/say.ts'
import { useClient } from '../client.ts'
import { generalIn } from '../general.ts'
import { opened } from '../opened.ts'
import { offerUndo } from '../status/offer.ts'
import { titleOf } from '../title-of.ts'
import { usePerform } from '../use-ask.ts'

/** Leaves a channel and goes to #general. It can be undone; but nobody comes back to a private one alone. */
export const useLeave = (summary: ChannelSummary, onLeft: () => void = () => {}) => {
  const { id, kind } = summary
  const client = useClient()
  const perform = usePerform()
  const refusal = useSignal<string | null>(null)
  const isDrawn = useIsDrawn()
  const leave = async () => {
    const performed = await perform({ do: 'channel.leave', channel: id })
    const isRefused = performed !== null && 'refused' in performed
    if (!isRefused && kind === 'public') offerUndo(say`You left ${titleOf(client, summary).full}.`, comeBack)
    // Whoever went to another channel meanwhile stays there.
    if (!isDrawn()) return
    const general = generalIn(client.replica.channels.peek())
    if (isRefused) refusal.value = refusedWords(performed.refused)
    else {
      onLeft()
      if (general !== undefined) go(pathOf(general.id))
    }
  }
  const comeBack = () => {
    // Not by `perform` from above, which ends with the page of the channel that was left.
    void client.perform({ do: 'channel.join', channel: id })
    go(pathOf(id))
  }
  return { refusal, leave: () => void leave() }
}

/** The same, where a private channel asks first. */
export const useAskedLeave = (summary: ChannelSummary, onLeft?: () => void) => {
  const { refusal, leave } = useLeave(summary, onLeft)
  const ask = () => {
    opened.value = { leave: summary.id }
  }
  return { refusal, leave: summary.kind === 'private' ? ask : leave }
}
