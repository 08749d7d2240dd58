import { overHttp } from './expectations-http.ts'

/**
 * Who gets what answer, written by hand: for every entry of `app/registry.ts`, every actor and every kind of object that
 * can be named in the entry's one parameter. Deliberately not derived from any code of the server.
 *
 * A cell is `ok` or the code of the refusal; for HTTP, and where there is no socket to speak through, the status.
 */
export const objects = ['existing', 'unknown', 'user-id', 'number', 'object', 'array', 'null', 'nothing'] as const
export const actors = ['anonymous', 'garbage-token', 'ended-session', 'no-seat', 'seat', 'former'] as const

export type ObjectKind = (typeof objects)[number]
export type ActorKind = (typeof actors)[number]

/**
 * `existing`: of the right kind. `unknown`: of the right form, but nobody's. `user-id`: somebody else's id. `nothing`: a
 * `#name` that nothing has. `no-seat` never had one in the channel, `former` gave it up.
 */
const socketTable = `
                       existing        unknown            user-id            number   object   array    null     nothing

message.post
  no-seat              not_a_member    channel_not_found  channel_not_found  invalid  invalid  invalid  invalid  channel_not_found
  seat                 ok              channel_not_found  channel_not_found  invalid  invalid  invalid  invalid  channel_not_found
  former               not_a_member    channel_not_found  channel_not_found  invalid  invalid  invalid  invalid  channel_not_found

message.edit
  no-seat              not_a_member    channel_not_found  channel_not_found  invalid  invalid  invalid  invalid  channel_not_found
  seat                 not_author      channel_not_found  channel_not_found  invalid  invalid  invalid  invalid  channel_not_found
  former               not_a_member    channel_not_found  channel_not_found  invalid  invalid  invalid  invalid  channel_not_found

message.delete
  no-seat              not_a_member    channel_not_found  channel_not_found  invalid  invalid  invalid  invalid  channel_not_found
  seat                 not_author      channel_not_found  channel_not_found  invalid  invalid  invalid  invalid  channel_not_found
  former               not_a_member    channel_not_found  channel_not_found  invalid  invalid  invalid  invalid  channel_not_found

file.hold
  no-seat              ok              ok                 invalid            invalid  invalid  invalid  invalid  invalid
  seat                 ok              ok                 invalid            invalid  invalid  invalid  invalid  invalid
  former               ok              ok                 invalid            invalid  invalid  invalid  invalid  invalid

reaction.add
  no-seat              not_a_member    channel_not_found  channel_not_found  invalid  invalid  invalid  invalid  channel_not_found
  seat                 ok              channel_not_found  channel_not_found  invalid  invalid  invalid  invalid  channel_not_found
  former               not_a_member    channel_not_found  channel_not_found  invalid  invalid  invalid  invalid  channel_not_found

reaction.remove
  no-seat              not_a_member    channel_not_found  channel_not_found  invalid  invalid  invalid  invalid  channel_not_found
  seat                 ok              channel_not_found  channel_not_found  invalid  invalid  invalid  invalid  channel_not_found
  former               not_a_member    channel_not_found  channel_not_found  invalid  invalid  invalid  invalid  channel_not_found

preview.remove
  no-seat              not_a_member    channel_not_found  channel_not_found  invalid  invalid  invalid  invalid  channel_not_found
  seat                 not_allowed     channel_not_found  channel_not_found  invalid  invalid  invalid  invalid  channel_not_found
  former               not_a_member    channel_not_found  channel_not_found  invalid  invalid  invalid  invalid  channel_not_found

audience
  no-seat              ok              channel_not_found  channel_not_found  invalid  invalid  invalid  invalid  channel_not_found
  seat                 ok              channel_not_found  channel_not_found  invalid  invalid  invalid  invalid  channel_not_found
  former               ok              channel_not_found  channel_not_found  invalid  invalid  invalid  invalid  channel_not_found

files
  no-seat              ok              channel_not_found  channel_not_found  invalid  invalid  invalid  invalid  channel_not_found
  seat                 ok              channel_not_found  channel_not_found  invalid  invalid  invalid  invalid  channel_not_found
  former               ok              channel_not_found  channel_not_found  invalid  invalid  invalid  invalid  channel_not_found

versions
  no-seat              ok              channel_not_found  channel_not_found  invalid  invalid  invalid  invalid  channel_not_found
  seat                 ok              channel_not_found  channel_not_found  invalid  invalid  invalid  invalid  channel_not_found
  former               ok              channel_not_found  channel_not_found  invalid  invalid  invalid  invalid  channel_not_found

reactors
  no-seat              ok              channel_not_found  channel_not_found  invalid  invalid  invalid  invalid  channel_not_found
  seat                 ok              channel_not_found  channel_not_found  invalid  invalid  invalid  invalid  channel_not_found
  former               ok              channel_not_found  channel_not_found  invalid  invalid  invalid  invalid  channel_not_found

own
  no-seat              ok              channel_not_found  channel_not_found  invalid  invalid  invalid  invalid  channel_not_found
  seat                 ok              channel_not_found  channel_not_found  invalid  invalid  invalid  invalid  channel_not_found
  former               ok              channel_not_found  channel_not_found  invalid  invalid  invalid  invalid  channel_not_found

channel.create
  no-seat              name_taken      ok                 ok                 invalid  invalid  invalid  invalid  ok
  seat                 name_taken      ok                 ok                 invalid  invalid  invalid  invalid  ok
  former               name_taken      ok                 ok                 invalid  invalid  invalid  invalid  ok

channel.join
  no-seat              ok              channel_not_found  channel_not_found  invalid  invalid  invalid  invalid  channel_not_found
  seat                 ok              channel_not_found  channel_not_found  invalid  invalid  invalid  invalid  channel_not_found
  former               ok              channel_not_found  channel_not_found  invalid  invalid  invalid  invalid  channel_not_found

channel.leave
  no-seat              not_a_member    channel_not_found  channel_not_found  invalid  invalid  invalid  invalid  channel_not_found
  seat                 ok              channel_not_found  channel_not_found  invalid  invalid  invalid  invalid  channel_not_found
  former               not_a_member    channel_not_found  channel_not_found  invalid  invalid  invalid  invalid  channel_not_found

channel.invite
  no-seat              not_a_member    channel_not_found  channel_not_found  invalid  invalid  invalid  invalid  channel_not_found
  seat                 user_not_found  channel_not_found  channel_not_found  invalid  invalid  invalid  invalid  channel_not_found
  former               not_a_member    channel_not_found  channel_not_found  invalid  invalid  invalid  invalid  channel_not_found

channel.remove
  no-seat              not_a_member    channel_not_found  channel_not_found  invalid  invalid  invalid  invalid  channel_not_found
  seat                 not_allowed     channel_not_found  channel_not_found  invalid  invalid  invalid  invalid  channel_not_found
  former               not_a_member    channel_not_found  channel_not_found  invalid  invalid  invalid  invalid  channel_not_found

channel.admin
  no-seat              not_a_member    channel_not_found  channel_not_found  invalid  invalid  invalid  invalid  channel_not_found
  seat                 not_allowed     channel_not_found  channel_not_found  invalid  invalid  invalid  invalid  channel_not_found
  former               not_a_member    channel_not_found  channel_not_found  invalid  invalid  invalid  invalid  channel_not_found

channel.posting
  no-seat              not_a_member    channel_not_found  channel_not_found  invalid  invalid  invalid  invalid  channel_not_found
  seat                 not_allowed     channel_not_found  channel_not_found  invalid  invalid  invalid  invalid  channel_not_found
  former               not_a_member    channel_not_found  channel_not_found  invalid  invalid  invalid  invalid  channel_not_found

channel.voice
  no-seat              not_a_member    channel_not_found  channel_not_found  invalid  invalid  invalid  invalid  channel_not_found
  seat                 not_allowed     channel_not_found  channel_not_found  invalid  invalid  invalid  invalid  channel_not_found
  former               not_a_member    channel_not_found  channel_not_found  invalid  invalid  invalid  invalid  channel_not_found

channel.newcomers
  no-seat              not_a_member    channel_not_found  channel_not_found  invalid  invalid  invalid  invalid  channel_not_found
  seat                 not_allowed     channel_not_found  channel_not_found  invalid  invalid  invalid  invalid  channel_not_found
  former               not_a_member    channel_not_found  channel_not_found  invalid  invalid  invalid  invalid  channel_not_found

channel.rename
  no-seat              not_a_member    channel_not_found  channel_not_found  invalid  invalid  invalid  invalid  channel_not_found
  seat                 not_allowed     channel_not_found  channel_not_found  invalid  invalid  invalid  invalid  channel_not_found
  former               not_a_member    channel_not_found  channel_not_found  invalid  invalid  invalid  invalid  channel_not_found

channel.archive
  no-seat              not_a_member    channel_not_found  channel_not_found  invalid  invalid  invalid  invalid  channel_not_found
  seat                 not_allowed     channel_not_found  channel_not_found  invalid  invalid  invalid  invalid  channel_not_found
  former               not_a_member    channel_not_found  channel_not_found  invalid  invalid  invalid  invalid  channel_not_found

channel.unarchive
  no-seat              not_a_member    channel_not_found  channel_not_found  invalid  invalid  invalid  invalid  channel_not_found
  seat                 not_allowed     channel_not_found  channel_not_found  invalid  invalid  invalid  invalid  channel_not_found
  former               not_a_member    channel_not_found  channel_not_found  invalid  invalid  invalid  invalid  channel_not_found

channel.convert
  no-seat              not_a_member    channel_not_found  channel_not_found  invalid  invalid  invalid  invalid  channel_not_found
  seat                 not_allowed     channel_not_found  channel_not_found  invalid  invalid  invalid  invalid  channel_not_found
  former               not_a_member    channel_not_found  channel_not_found  invalid  invalid  invalid  invalid  channel_not_found

channel.delete
  no-seat              not_a_member    channel_not_found  channel_not_found  invalid  invalid  invalid  invalid  channel_not_found
  seat                 not_allowed     channel_not_found  channel_not_found  invalid  invalid  invalid  invalid  channel_not_found
  former               not_a_member    channel_not_found  channel_not_found  invalid  invalid  invalid  invalid  channel_not_found

channel.describe
  no-seat              not_a_member    channel_not_found  channel_not_found  invalid  invalid  invalid  invalid  channel_not_found
  seat                 ok              channel_not_found  channel_not_found  invalid  invalid  invalid  invalid  channel_not_found
  former               not_a_member    channel_not_found  channel_not_found  invalid  invalid  invalid  invalid  channel_not_found

members
  no-seat              ok              channel_not_found  channel_not_found  invalid  invalid  invalid  invalid  channel_not_found
  seat                 ok              channel_not_found  channel_not_found  invalid  invalid  invalid  invalid  channel_not_found
  former               ok              channel_not_found  channel_not_found  invalid  invalid  invalid  invalid  channel_not_found

roster
  no-seat              ok              ok                 ok                 invalid  invalid  invalid  invalid  ok
  seat                 ok              ok                 ok                 invalid  invalid  invalid  invalid  ok
  former               ok              ok                 ok                 invalid  invalid  invalid  invalid  ok

channels
  no-seat              ok              ok                 ok                 invalid  invalid  invalid  invalid  ok
  seat                 ok              ok                 ok                 invalid  invalid  invalid  invalid  ok
  former               ok              ok                 ok                 invalid  invalid  invalid  invalid  ok

direct.open
  no-seat              ok              user_not_found     ok                 invalid  invalid  invalid  invalid  invalid
  seat                 ok              user_not_found     ok                 invalid  invalid  invalid  invalid  invalid
  former               ok              user_not_found     ok                 invalid  invalid  invalid  invalid  invalid

direct.close
  no-seat              not_a_member    channel_not_found  channel_not_found  invalid  invalid  invalid  invalid  channel_not_found
  seat                 not_allowed     channel_not_found  channel_not_found  invalid  invalid  invalid  invalid  channel_not_found
  former               not_a_member    channel_not_found  channel_not_found  invalid  invalid  invalid  invalid  channel_not_found

profile.rename
  no-seat              name_taken      ok                 ok                 invalid  invalid  invalid  invalid  ok
  seat                 name_taken      ok                 ok                 invalid  invalid  invalid  invalid  ok
  former               name_taken      ok                 ok                 invalid  invalid  invalid  invalid  ok

profile.edit
  no-seat              name_taken      ok                 ok                 invalid  invalid  invalid  invalid  name_invalid
  seat                 name_taken      ok                 ok                 invalid  invalid  invalid  invalid  name_invalid
  former               name_taken      ok                 ok                 invalid  invalid  invalid  invalid  name_invalid

user.role
  no-seat              not_allowed     not_allowed        not_allowed        invalid  invalid  invalid  invalid  invalid
  seat                 not_allowed     not_allowed        not_allowed        invalid  invalid  invalid  invalid  invalid
  former               not_allowed     not_allowed        not_allowed        invalid  invalid  invalid  invalid  invalid

policy.set
  no-seat              not_allowed     invalid            invalid            invalid  invalid  invalid  invalid  invalid
  seat                 not_allowed     invalid            invalid            invalid  invalid  invalid  invalid  invalid
  former               not_allowed     invalid            invalid            invalid  invalid  invalid  invalid  invalid

section.share
  no-seat              not_allowed     not_allowed        invalid            invalid  invalid  invalid  invalid  invalid
  seat                 not_allowed     not_allowed        invalid            invalid  invalid  invalid  invalid  invalid
  former               not_allowed     not_allowed        invalid            invalid  invalid  invalid  invalid  invalid

usergroup.set
  no-seat              not_allowed     not_allowed        invalid            invalid  invalid  invalid  invalid  invalid
  seat                 not_allowed     not_allowed        invalid            invalid  invalid  invalid  invalid  invalid
  former               not_allowed     not_allowed        invalid            invalid  invalid  invalid  invalid  invalid

usergroup.members
  no-seat              not_allowed     not_allowed        invalid            invalid  invalid  invalid  invalid  invalid
  seat                 not_allowed     not_allowed        invalid            invalid  invalid  invalid  invalid  invalid
  former               not_allowed     not_allowed        invalid            invalid  invalid  invalid  invalid  invalid

grouped
  no-seat              ok              usergroup_not_found  invalid          invalid  invalid  invalid  invalid  invalid
  seat                 ok              usergroup_not_found  invalid          invalid  invalid  invalid  invalid  invalid
  former               ok              usergroup_not_found  invalid          invalid  invalid  invalid  invalid  invalid

usergroups
  no-seat              ok              ok                 ok                 invalid  invalid  invalid  invalid  invalid
  seat                 ok              ok                 ok                 invalid  invalid  invalid  invalid  invalid
  former               ok              ok                 ok                 invalid  invalid  invalid  invalid  invalid
user.deactivate
  no-seat              not_allowed     not_allowed        not_allowed        invalid  invalid  invalid  invalid  invalid
  seat                 not_allowed     not_allowed        not_allowed        invalid  invalid  invalid  invalid  invalid
  former               not_allowed     not_allowed        not_allowed        invalid  invalid  invalid  invalid  invalid

user.reactivate
  no-seat              not_allowed     not_allowed        not_allowed        invalid  invalid  invalid  invalid  invalid
  seat                 not_allowed     not_allowed        not_allowed        invalid  invalid  invalid  invalid  invalid
  former               not_allowed     not_allowed        not_allowed        invalid  invalid  invalid  invalid  invalid

workspace.set
  no-seat              not_allowed     not_allowed        not_allowed        invalid  invalid  invalid  invalid  not_allowed
  seat                 not_allowed     not_allowed        not_allowed        invalid  invalid  invalid  invalid  not_allowed
  former               not_allowed     not_allowed        not_allowed        invalid  invalid  invalid  invalid  not_allowed

session.end
  no-seat              session_not_found session_not_found invalid        invalid  invalid  invalid  invalid  invalid
  seat                 session_not_found session_not_found invalid        invalid  invalid  invalid  invalid  invalid
  former               session_not_found session_not_found invalid        invalid  invalid  invalid  invalid  invalid

session.endOthers
  no-seat              session_not_found session_not_found invalid        invalid  invalid  invalid  invalid  invalid
  seat                 session_not_found session_not_found invalid        invalid  invalid  invalid  invalid  invalid
  former               session_not_found session_not_found invalid        invalid  invalid  invalid  invalid  invalid

invitation.create
  no-seat              not_a_member    channel_not_found  invalid            invalid  invalid  invalid  invalid  invalid
  seat                 ok              channel_not_found  invalid            invalid  invalid  invalid  invalid  invalid
  former               not_a_member    channel_not_found  invalid            invalid  invalid  invalid  invalid  invalid

invitation.revoke
  no-seat              invitation_not_found invitation_not_found invalid  invalid  invalid  invalid  invalid  invalid
  seat                 invitation_not_found invitation_not_found invalid  invalid  invalid  invalid  invalid  invalid
  former               invitation_not_found invitation_not_found invalid  invalid  invalid  invalid  invalid  invalid

sessions
  no-seat              not_allowed     not_allowed        not_allowed        invalid  invalid  invalid  invalid  invalid
  seat                 not_allowed     not_allowed        not_allowed        invalid  invalid  invalid  invalid  invalid
  former               not_allowed     not_allowed        not_allowed        invalid  invalid  invalid  invalid  invalid

invitations
  no-seat              ok              ok                 invalid            invalid  invalid  invalid  invalid  invalid
  seat                 ok              ok                 invalid            invalid  invalid  invalid  invalid  invalid
  former               ok              ok                 invalid            invalid  invalid  invalid  invalid  invalid

accounts
  no-seat              not_allowed     not_allowed        not_allowed        invalid  invalid  invalid  invalid  invalid
  seat                 not_allowed     not_allowed        not_allowed        invalid  invalid  invalid  invalid  invalid
  former               not_allowed     not_allowed        not_allowed        invalid  invalid  invalid  invalid  invalid

preference.set
  no-seat              ok              invalid            invalid            invalid  invalid  invalid  invalid  invalid
  seat                 ok              invalid            invalid            invalid  invalid  invalid  invalid  invalid
  former               ok              invalid            invalid            invalid  invalid  invalid  invalid  invalid

place.arrange
  anonymous            401             401                401                401      401      401      401      401
  garbage-token        401             401                401                401      401      401      401      401
  ended-session        401             401                401                401      401      401      401      401
  no-seat              not_a_member    channel_not_found  channel_not_found  invalid  invalid  invalid  invalid  channel_not_found
  seat                 ok              channel_not_found  channel_not_found  invalid  invalid  invalid  invalid  channel_not_found
  former               not_a_member    channel_not_found  channel_not_found  invalid  invalid  invalid  invalid  channel_not_found

section.set
  anonymous            401             401                401                401      401      401      401      401
  garbage-token        401             401                401                401      401      401      401      401
  ended-session        401             401                401                401      401      401      401      401
  no-seat              ok              invalid            invalid            invalid  invalid  invalid  invalid  invalid
  seat                 ok              invalid            invalid            invalid  invalid  invalid  invalid  invalid
  former               ok              invalid            invalid            invalid  invalid  invalid  invalid  invalid

read.mark
  no-seat              not_a_member    channel_not_found  channel_not_found  invalid  invalid  invalid  invalid  channel_not_found
  seat                 ok              channel_not_found  channel_not_found  invalid  invalid  invalid  invalid  channel_not_found
  former               not_a_member    channel_not_found  channel_not_found  invalid  invalid  invalid  invalid  channel_not_found

history
  no-seat              ok              channel_not_found  channel_not_found  invalid  invalid  invalid  invalid  channel_not_found
  seat                 ok              channel_not_found  channel_not_found  invalid  invalid  invalid  invalid  channel_not_found
  former               ok              channel_not_found  channel_not_found  invalid  invalid  invalid  invalid  channel_not_found

sync
  no-seat              ok              channel_not_found  invalid            invalid  invalid  invalid  invalid  invalid
  seat                 ok              channel_not_found  invalid            invalid  invalid  invalid  invalid  invalid
  former               ok              channel_not_found  invalid            invalid  invalid  invalid  invalid  invalid

users
  no-seat              ok              ok                 ok                 invalid  invalid  invalid  invalid  invalid
  seat                 ok              ok                 ok                 invalid  invalid  invalid  invalid  invalid
  former               ok              ok                 ok                 invalid  invalid  invalid  invalid  invalid

people
  no-seat              ok              channel_not_found  channel_not_found  invalid  invalid  invalid  invalid  channel_not_found
  seat                 ok              channel_not_found  channel_not_found  invalid  invalid  invalid  invalid  channel_not_found
  former               ok              channel_not_found  channel_not_found  invalid  invalid  invalid  invalid  channel_not_found

places
  no-seat              ok              ok                 invalid            invalid  invalid  invalid  invalid  invalid
  seat                 ok              ok                 invalid            invalid  invalid  invalid  invalid  invalid
  former               ok              ok                 invalid            invalid  invalid  invalid  invalid  invalid

typing
  no-seat              not_a_member    channel_not_found  channel_not_found  invalid  invalid  invalid  invalid  channel_not_found
  seat                 ok              channel_not_found  channel_not_found  invalid  invalid  invalid  invalid  channel_not_found
  former               not_a_member    channel_not_found  channel_not_found  invalid  invalid  invalid  invalid  channel_not_found

presence
  no-seat              ok              ok                 ok                 invalid  invalid  invalid  invalid  invalid
  seat                 ok              ok                 ok                 invalid  invalid  invalid  invalid  invalid
  former               ok              ok                 ok                 invalid  invalid  invalid  invalid  invalid

watch
  no-seat              ok              channel_not_found  channel_not_found  invalid  invalid  invalid  invalid  channel_not_found
  seat                 ok              channel_not_found  channel_not_found  invalid  invalid  invalid  invalid  channel_not_found
  former               ok              channel_not_found  channel_not_found  invalid  invalid  invalid  invalid  channel_not_found

unwatch
  no-seat              ok              channel_not_found  channel_not_found  invalid  invalid  invalid  invalid  channel_not_found
  seat                 ok              channel_not_found  channel_not_found  invalid  invalid  invalid  invalid  channel_not_found
  former               ok              channel_not_found  channel_not_found  invalid  invalid  invalid  invalid  channel_not_found

abandoned
  no-seat              not_allowed     not_allowed        not_allowed        not_allowed  not_allowed  not_allowed  not_allowed  not_allowed
  seat                 not_allowed     not_allowed        not_allowed        not_allowed  not_allowed  not_allowed  not_allowed  not_allowed
  former               not_allowed     not_allowed        not_allowed        not_allowed  not_allowed  not_allowed  not_allowed  not_allowed

ping
  no-seat              ok              ok                 ok                 ok       ok       ok       ok       ok
  seat                 ok              ok                 ok                 ok       ok       ok       ok       ok
  former               ok              ok                 ok                 ok       ok       ok       ok       ok
`

/** They have no socket: whatever is said through one, they are answered 401, and have no line in the table. */
const withoutSession = ['anonymous', 'garbage-token', 'ended-session'] as const

/** The table, read: entry, actor, object → the answer. A line that does not fit the head is a mistake and throws. */
export const expectations: ReadonlyMap<string, ReadonlyMap<string, ReadonlyMap<string, string>>> = read()

function read() {
  const [head = '', ...lines] = (socketTable + overHttp).split('\n').filter(line => line.trim() !== '')
  const columns = head.trim().split(/\s+/)
  const entries = new Map<string, Map<string, Map<string, string>>>()
  let rows = new Map<string, Map<string, string>>()
  for (const line of lines) {
    if (!line.startsWith(' ')) {
      if (entries.has(line)) throw new Error(`The table says ${line} twice.`)
      rows = new Map(
        line.includes('/') ? [] : withoutSession.map(actor => [actor, new Map(objects.map(of => [of, '401']))]),
      )
      entries.set(line, rows)
      continue
    }
    const [actor = '', ...cells] = line.trim().split(/\s+/)
    if (cells.length !== columns.length) throw new Error(`This line has a cell too few or too many: ${line}`)
    rows.set(actor, new Map(columns.map((column, index) => [column, cells[index] ?? ''])))
  }
  return entries
}
