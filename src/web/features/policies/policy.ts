import { isAmong } from '#domain/policy.ts'
import { type Policies, type PolicyName, policyDefaults, takesPolicy, type Who } from '#protocol/policies.ts'
import type { ChannelSummary, Client } from '../../sync/api.ts'

/** Policies that say whose something is. */
export type LeftTo = { [N in PolicyName]: Policies[N] extends Who ? N : never }[PolicyName]

/** What the workspace has decided. The server decides whether it holds; by this the page offers nothing that would be refused. */
export const policyOf = <N extends PolicyName>({ replica }: Client, name: N): Policies[N] => {
  const value = replica.policies.value.get(name)?.value
  return takesPolicy(name, value) ? (value as Policies[N]) : policyDefaults[name]
}

/** My role in the workspace, as far as it is known here. */
export const roleOf = ({ replica, session }: Client) => {
  const me = session.value
  return (me.phase === 'signed-in' ? replica.user(me.id).value?.role : undefined) ?? 'member'
}

/** Whether something is left to me, in a channel where it is done in one. */
export const isLeftToMe = (client: Client, name: LeftTo, channel: ChannelSummary | null = null): boolean =>
  isAmong(policyOf(client, name), { role: roleOf(client), isChannelAdmin: channel?.place?.admin === true })
