/**
 * Who may call something. The access matrix holds each entry of the registry against it.
 *
 * - `anybody`: also without a session
 * - `signed-in`: any session that has not ended
 * - `reader`: whoever may read the channel: anybody signed in for a public one, else its members
 * - `member`: a seat in the channel
 * - `channel-admin`: an admin of the channel or of the workspace
 * - `admin`: an admin or owner of the workspace; of what is about an admin or owner, an owner
 * - `inviter`: who made the invitation, or an admin
 * - `owner`: an owner of the workspace; of a channel, where they may read it
 * - `author`: a seat in the channel, and the message is one's own
 * - `operator`: loopback, or the bearer token of any session: there are no roles yet that would tell an operator's
 */
export type Rule =
  | 'anybody'
  | 'signed-in'
  | 'reader'
  | 'member'
  | 'channel-admin'
  | 'admin'
  | 'inviter'
  | 'owner'
  | 'author'
  | 'operator'

/** What everything that can be called says of itself, for `flack routes`. */
export type Callable = { rule: Rule; what: string }
