import type { Reason, Refusal, RefusalCode } from '#protocol/refusals.ts'
import { plural, say } from './say.ts'

const MB = 1024 * 1024

type Say = (refusal: Refusal) => string

/**
 * What each refusal is in the words of the page, by its case or else its code. What is not here is a fault of a program:
 * it is told as the server words it, in English.
 */
export const refusalWords: Partial<Record<RefusalCode, Say>> & Record<Reason, Say> = {
  person_taken: ({ name = '' }) => say`Somebody here is already called ${name}.`,
  channel_taken: ({ name = '' }) => say`There is already a channel #${name}.`,
  name_empty: () => say`Please type a name.`,
  name_long: ({ limit = 0 }) => say`A name has at most ${limit} characters.`,
  name_hidden: () => say`A name cannot have invisible or control characters.`,
  name_marks: () => say`That name has too many marks on one letter.`,
  name_blank: () => say`A name needs at least one visible character.`,
  name_loose_mark: () => say`A name cannot have a mark without its letter.`,
  name_reserved: () => say`That name is reserved.`,
  channel_name_long: ({ limit = 0 }) => say`A channel name has at most ${limit} characters.`,
  channel_name_signs: () => say`A channel name has only letters, digits, dashes and underscores.`,
  channel_name_letterless: () => say`A channel name needs a letter, a digit or an underscore.`,
  channel_name_mark_first: () => say`A channel name cannot begin with a mark.`,
  handle_taken: ({ name = '' }) => say`Somebody here is already @${name}.`,
  handle_empty: () => say`A user group needs a handle.`,
  handle_signs: ({ limit = 0 }) => say`A handle has letters, digits, dots and dashes, at most ${limit}.`,
  line_long: ({ limit = 0 }) => say`At most ${limit} characters fit here.`,
  last_owner: () => say`A workspace has an owner. Make somebody else one first.`,
  link_expired: () => say`This link was used, or is too old.`,
  invitation_needed: () => say`An invitation is needed.`,
  invitation_not_found: () => say`There is no such invitation.`,
  guest_channels: () => say`A guest is in named channels alone. Name one.`,
  not_for_guests: () => say`Guests cannot do this.`,
  not_yourself: () => say`Somebody else has to do this to you.`,
  deactivated: () => say`Your account here was deactivated.`,
  banned: () => say`Nobody new can join from here.`,
  session_not_found: () => say`There is no such session.`,
  name_differs: () => say`That is not the name of this channel.`,
  text_empty: () => say`There is nothing to send.`,
  text_unstorable: () => say`This text has characters that cannot be stored.`,
  text_too_long: ({ limit = 0, count }) =>
    count === undefined
      ? say`A message has at most ${limit} characters.`
      : say`A message has at most ${limit} characters; this one has ${count}.`,
  file_large: ({ limit = 0 }) => say`A file has at most ${Math.floor(limit / MB)} MB.`,
  person_full: ({ limit = 0 }) => say`Your files may take ${Math.floor(limit / MB)} MB, and do.`,
  workspace_full: () => say`There is no room for more files in this workspace.`,
  disk_full: () => say`The disk of this server is nearly full: it takes no files just now.`,
  file_not_found: () => say`There is no such file.`,
  file_unfinished: ({ name = '' }) => say`${name} is not uploaded yet.`,
  file_elsewhere: ({ name = '' }) => say`${name} was uploaded for another conversation.`,
  topic_long: ({ limit = 0 }) => say`A topic has at most ${limit} characters.`,
  purpose_long: ({ limit = 0 }) => say`A purpose has at most ${limit} characters.`,
  message_not_found: () => say`There is no such message.`,
  message_deleted: () => say`This message was deleted.`,
  edit_late: ({ limit = 0 }) =>
    plural(limit, {
      one: say`A message can be edited for one minute.`,
      other: say`A message can be edited for ${limit} minutes.`,
    }),
  posting_chosen: () => say`Only its admins write here, and those whom they chose.`,
  posting_admins: () => say`Only admins of the channel write here.`,
  not_author: () => say`Only who wrote a message can change it.`,
  edit_conflict: () => say`This message was edited elsewhere meanwhile.`,
  emoji_unknown: () => say`There is no emoji of that name.`,
  too_many_reactions: ({ limit = 0 }) => say`A message takes at most ${limit} different emoji.`,
  channel_not_found: () => say`There is no such channel.`,
  not_a_member: () => say`You are not a member of this channel.`,
  is_archived: () => say`This channel is archived: it can be read, and no more.`,
  cant_leave_general: ({ name = '' }) => say`Everybody stays in #${name}.`,
  general_stays: ({ name = '' }) => say`#${name} stays as it is.`,
  not_oneself: () => say`To go yourself, leave the channel.`,
  not_in_channel: () => say`This person is not a member of the channel.`,
  not_here: () => say`This cannot be done in this conversation.`,
  members_only: () => say`Only members of the channel can do this.`,
  channel_admins_only: () => say`Only admins of the channel can do this.`,
  admins_only: () => say`Only admins of the workspace can do this.`,
  owners_only: () => say`Only owners of the workspace can do this.`,
  user_not_found: () => say`There is no such person.`,
  too_many_channels: ({ limit = 0 }) => say`Newcomers are put into ${limit} channels at most.`,
  too_many_sections: ({ limit = 0 }) => say`There is room for ${limit} sections.`,
  section_not_found: () => say`There is no such section.`,
  usergroup_not_found: () => say`There is no such user group.`,
  too_many_usergroups: ({ limit = 0 }) => say`There is room for ${limit} user groups.`,
  too_many_people: ({ limit = 0 }) => say`A conversation has at most ${limit} people. Make it a channel.`,
  password_weak: () => say`That password is not good enough.`,
  password_short: ({ limit = 0 }) => say`A password has at least ${limit} characters.`,
  password_long: ({ limit = 0 }) => say`A password has at most ${limit} characters.`,
  password_common: () =>
    say`That password is one of the first to be tried. A few words that only you would put together are better.`,
  passkey_origin: () => say`Passkeys need https, or localhost.`,
  mail_away: () => say`The letter could not be sent. Try again later.`,
  address_wrong: () => say`That is no e-mail address.`,
  provider_away: () => say`That provider does not answer. Try another way.`,
  code_wrong: () => say`That code is wrong, or was used.`,
  password_current: () => say`That is not your password.`,
  signed_in: () => say`Somebody is signed in here already.`,
  credentials_wrong: () => say`That did not let you in. Check what you typed.`,
  signed_out: () => say`You are signed out.`,
  rate_limited: ({ retryAfter = 0 }) => {
    const seconds = Math.ceil(retryAfter)
    return plural(seconds, {
      one: say`That was too much at once. Try again in a second.`,
      other: say`That was too much at once. Try again in ${seconds} seconds.`,
    })
  },
  unavailable: () => say`That did not work. Try again.`,
  busy: () => say`The server is too busy just now.`,
  unreachable: () => say`The server cannot be reached.`,
  unanswered: () => say`The server does not answer. It may have happened.`,
  not_sent: () => say`There is no connection, so nothing was done. Please try again.`,
}
