import type { CommandAnswers, CommandOf } from '#app/door.ts'
import type { CommandName } from '#protocol/commands.ts'
import { about, closedRooms, profiles } from './about.ts'

/** Does something for somebody of the demo, by their place in `people`; what is refused ends the demo. */
export type Act = <N extends CommandName>(who: number, command: CommandOf<N>) => Promise<CommandAnswers[N]>

/**
 * What there is beside talk: topics, what people say of themselves, a private channel, direct conversations, and a channel
 * that is archived. `ids` are those of the people, `channels` those of the channels by name; who made them is the first.
 */
export const furnish = async (
  act: Act,
  ids: readonly string[],
  channels: ReadonlyMap<string, string>,
): Promise<void> => {
  for (const [who, profile] of profiles.entries()) await act(who, { do: 'profile.edit', ...profile })
  for (const [name, { topic, purpose = '' }] of Object.entries(about)) {
    const channel = channels.get(name)
    if (channel !== undefined) await act(0, { do: 'channel.describe', channel, topic, purpose })
  }
  for (const room of closedRooms) await fill(act, ids, room)
  const { channel } = await act(0, { do: 'channel.create', name: 'summer-party-demo' })
  await act(0, { do: 'channel.describe', channel, topic: 'It was a good one' })
  await act(0, { do: 'channel.archive', channel })
}

const fill = async (act: Act, ids: readonly string[], { name, people, said }: (typeof closedRooms)[number]) => {
  const [first = 0, ...others] = people
  const users = others.map(who => ids[who] ?? '')
  const channel = name === null ? await open(act, first, users) : await hide(act, first, name, users)
  for (const [at, [who, text]] of said.entries())
    await act(who, { do: 'message.post', channel, clientId: `demo-room-${channel}-${at}`, text })
}

const open = async (act: Act, who: number, users: string[]): Promise<string> =>
  (await act(who, { do: 'direct.open', users })).channel

const hide = async (act: Act, who: number, name: string, users: string[]): Promise<string> => {
  const { channel } = await act(who, { do: 'channel.create', name, private: true })
  await act(who, { do: 'channel.invite', channel, users })
  return channel
}
