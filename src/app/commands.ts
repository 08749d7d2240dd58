import { create, createScope, join, joinScope, leave } from '#domain/channel.ts'
import {
  archive,
  archiveScope,
  convert,
  convertScope,
  deleteScope as deleteChannelScope,
  describe,
  describeScope,
  erase,
  rename as renameChannel,
  renameScope as renameChannelScope,
  unarchive,
} from '#domain/channel-life.ts'
import {
  removeCodes,
  removeCodesScope,
  removeCredential,
  removeScope as removeCredentialScope,
  setCredential,
  setScope,
} from '#domain/credential.ts'
import type { Verdict } from '#domain/decision.ts'
import { close, closeScope, directLetter, open, openScope } from '#domain/direct.ts'
import { see, seeScope } from '#domain/ending.ts'
import { note, noteScope } from '#domain/entry.ts'
import type { Facts, Scope } from '#domain/facts.ts'
import {
  beginScope,
  beginUpload,
  dropScope,
  dropUpload,
  finishScope,
  finishUpload,
  hold,
  holdScope,
} from '#domain/file.ts'
import type { Circumstances, IntentName, IntentOf } from '#domain/intent.ts'
import { takeInvitation, takeInvitationScope } from '#domain/invitation.ts'
import { appoint, appointScope, invite, inviteScope, removeMember, removeScope } from '#domain/members.ts'
import { post, postScope } from '#domain/message.ts'
import { newcomersScope, setNewcomers } from '#domain/newcomers.ts'
import { deleteScope, edit, editScope, remove } from '#domain/own-message.ts'
import { arrange, arrangeScope, mark, markScope } from '#domain/place.ts'
import { setPolicy, setPolicyScope } from '#domain/policy.ts'
import { postingScope, setPosting, voice, voiceScope } from '#domain/posting.ts'
import { choose, chooseScope } from '#domain/preference.ts'
import { removePreview, removePreviewScope } from '#domain/preview.ts'
import { editProfile, editProfileScope } from '#domain/profile.ts'
import { addReaction, reactScope, removeReaction } from '#domain/reaction.ts'
import { offer, offerScope, roleScope, setRole, take, takeScope } from '#domain/role.ts'
import { sectionScope, setSection } from '#domain/section.ts'
import { begin, beginScope as beginSessionScope } from '#domain/session.ts'
import { share, shareScope } from '#domain/shared-section.ts'
import {
  answerDevice,
  answerScope,
  askDevice,
  askScope,
  handScope,
  handTicket,
  offerTicket,
  offerScope as offerTicketScope,
} from '#domain/ticket.ts'
import { enter, enterScope, rename, renameScope } from '#domain/user.ts'

import { changeMembers, groupMembersScope, setGroup, setGroupScope } from '#domain/user-group.ts'
import { found, foundScope } from '#domain/workspace.ts'
import type { CommandName } from '#protocol/commands.ts'
import { doorEntries } from './door-entries.ts'
import type { Callable } from './rule.ts'
import type { Rate } from './token-bucket.ts'

/** How an intent is decided: which streams and facts it needs, and by which rule. */
type Decided<N extends IntentName> = {
  /**
   * Whether its decision can have `ends`: then it is acknowledged only when every node has taken away what it ended
   * (HUB-4). The commit fails where a decision ends something and this is not said.
   */
  ends?: true
  /** The letter of the id that is drawn for what it makes: `fresh` in the circumstances. */
  makes?(intent: IntentOf<N>, actor: string): 'C' | 'D' | 'E' | 'G' | 'I' | 'J' | 'S'
  /**
   * A secret is drawn for it: the rule gets its hash (`hash` in the circumstances), and the answer the secret itself, as
   * `secret`. It is kept nowhere, so that such a command takes no `clientId`.
   */
  draws?: true
  /** The name that it gives to a private channel: the door finds what has it among the actor's own (`namesakes`). */
  names?(intent: IntentOf<N>): string | null
  /** Whom it names: the door finds those whom a guest knows (`met`). */
  meets?(intent: IntentOf<N>): readonly string[]
  scope(intent: IntentOf<N>, at: Circumstances): Scope
  decide(facts: Facts, intent: IntentOf<N>, at: Circumstances): Verdict<N>
}

/** A command of the wire. */
export type CommandEntry<N extends CommandName> = Decided<N> &
  Callable & {
    /** How often one person may do it, over all sockets and nodes, and what they are told beyond that. Else it counts among all calls. */
    rate?: Rate & {
      tooMuch?: string
      /** How often this one counts; absent: once. */
      cost?(intent: IntentOf<N>): number
      /** Whom it does not hold for. */
      spares?: 'admin'
    }
  }

/** Every command, by the name that `protocol/commands.ts` gives it. All that depends on a command's name derives from here. */
export const commandEntries: { readonly [N in CommandName]: CommandEntry<N> } = {
  'message.post': {
    rule: 'member',
    what: 'Posts a message.',
    rate: { perSecond: 10, burst: 30 },
    scope: postScope,
    decide: post,
  },
  'message.edit': {
    rule: 'author',
    what: "Changes one's own message.",
    rate: { perSecond: 2, burst: 10 },
    scope: editScope,
    decide: edit,
  },
  'message.delete': {
    rule: 'author',
    what: "Deletes one's own message, or, by policy, somebody else's.",
    scope: deleteScope,
    decide: remove,
  },
  'file.hold': {
    rule: 'signed-in',
    what: 'Says which uploads a page still holds.',
    scope: holdScope,
    decide: hold,
  },
  'reaction.add': {
    rule: 'member',
    what: 'Puts an emoji on a message.',
    rate: { perSecond: 5, burst: 30 },
    scope: reactScope,
    decide: addReaction,
  },
  'reaction.remove': {
    rule: 'member',
    what: "Takes one's own emoji back.",
    rate: { perSecond: 5, burst: 30 },
    scope: reactScope,
    decide: removeReaction,
  },
  'preview.remove': {
    rule: 'author',
    what: 'Takes the card of an address away from a message, for everybody.',
    scope: removePreviewScope,
    decide: removePreview,
  },
  'channel.create': {
    rule: 'signed-in',
    what: 'Creates a channel.',
    // Many channels at once are for the operator to make.
    rate: {
      perSecond: 20 / 60,
      burst: 100,
      tooMuch: 'You have made many channels just now. Try again in a few seconds.',
    },
    makes: () => 'C',
    names: ({ name, private: isPrivate }) => (isPrivate ? name : null),
    scope: createScope,
    decide: create,
  },
  'channel.join': { rule: 'reader', what: 'Takes a seat in a public channel.', scope: joinScope, decide: join },
  'channel.leave': { rule: 'member', what: 'Gives up a seat.', ends: true, scope: joinScope, decide: leave },
  'channel.invite': {
    rule: 'member',
    what: 'Adds people to a channel.',
    // Thirty people a minute, however many at a time; whoever looks after the workspace adds them by the thousand.
    rate: {
      perSecond: 0.5,
      burst: 30,
      cost: ({ users }) => users.length,
      spares: 'admin',
      tooMuch: 'You have added many people just now.',
    },
    makes: () => 'J',
    scope: inviteScope,
    decide: invite,
  },
  'channel.remove': {
    rule: 'channel-admin',
    what: 'Takes somebody out of a channel.',
    ends: true,
    scope: removeScope,
    decide: removeMember,
  },
  'channel.admin': {
    rule: 'channel-admin',
    what: 'Makes a member an admin of the channel, or not.',
    scope: appointScope,
    decide: appoint,
  },
  'channel.posting': {
    rule: 'channel-admin',
    what: 'Says who writes in a channel.',
    scope: postingScope,
    decide: setPosting,
  },
  'channel.voice': {
    rule: 'channel-admin',
    what: 'Chooses who writes where not everybody does.',
    scope: voiceScope,
    decide: voice,
  },
  'channel.newcomers': {
    rule: 'admin',
    what: 'Gives whoever is new a seat in a channel, or not.',
    scope: newcomersScope,
    decide: setNewcomers,
  },
  'channel.rename': {
    rule: 'channel-admin',
    what: 'Gives a channel another name.',
    names: ({ name }) => name,
    scope: renameChannelScope,
    decide: renameChannel,
  },
  'channel.describe': {
    rule: 'member',
    what: 'Says what a channel is about.',
    scope: describeScope,
    decide: describe,
  },
  'channel.archive': {
    rule: 'channel-admin',
    what: 'Makes a channel one that is only read.',
    scope: archiveScope,
    decide: archive,
  },
  'channel.unarchive': {
    rule: 'channel-admin',
    what: 'Brings an archived channel back.',
    scope: archiveScope,
    decide: unarchive,
  },
  'channel.convert': {
    rule: 'channel-admin',
    what: 'Makes a channel private, or public.',
    ends: true,
    names: ({ name = null, kind }) => (kind === 'private' ? name : null),
    scope: convertScope,
    decide: convert,
  },
  'channel.delete': {
    rule: 'owner',
    what: 'Deletes a channel and all in it.',
    ends: true,
    scope: deleteChannelScope,
    decide: erase,
  },
  'direct.open': {
    rule: 'signed-in',
    what: 'The conversation of a set of people.',
    rate: { perSecond: 0.5, burst: 30, tooMuch: 'You have begun many conversations just now.' },
    makes: directLetter,
    meets: ({ users }) => users,
    scope: openScope,
    decide: open,
  },
  'direct.close': {
    rule: 'member',
    what: 'Puts a direct conversation out of the list.',
    scope: closeScope,
    decide: close,
  },
  'profile.rename': {
    rule: 'signed-in',
    what: "Changes one's display name.",
    scope: renameScope,
    decide: rename,
  },
  'profile.edit': {
    rule: 'signed-in',
    what: 'Says something of oneself.',
    scope: editProfileScope,
    decide: editProfile,
  },
  'user.role': {
    rule: 'owner',
    what: 'Gives somebody a role in the workspace.',
    ends: true,
    scope: roleScope,
    decide: setRole,
  },
  'preference.set': {
    rule: 'signed-in',
    what: 'Chooses how one likes it, on all own devices.',
    scope: chooseScope,
    decide: choose,
  },
  'policy.set': {
    rule: 'admin',
    what: 'Decides something for the whole workspace.',
    scope: setPolicyScope,
    decide: setPolicy,
  },
  'place.arrange': {
    rule: 'member',
    what: "Puts a conversation elsewhere in one's own list, or silences it.",
    scope: arrangeScope,
    decide: arrange,
  },
  'section.set': {
    rule: 'signed-in',
    what: "Makes or changes a section of one's own list.",
    scope: sectionScope,
    decide: setSection,
  },
  'section.share': {
    rule: 'admin',
    what: "Makes or changes a section of everybody's list.",
    makes: () => 'E',
    scope: shareScope,
    decide: share,
  },
  'usergroup.set': {
    rule: 'admin',
    what: 'Makes or changes a user group.',
    makes: () => 'S',
    scope: setGroupScope,
    decide: setGroup,
  },
  'usergroup.members': {
    rule: 'admin',
    what: 'Puts people into a user group, or takes them out of it.',
    makes: () => 'J',
    scope: groupMembersScope,
    decide: changeMembers,
  },
  ...doorEntries,
  'read.mark': { rule: 'member', what: 'Moves the read cursor.', scope: markScope, decide: mark },
}

/** With what only the server says to itself. */
const intents: { readonly [N in IntentName]: Decided<N> } = {
  ...commandEntries,
  'user.enter': { scope: enterScope, decide: enter },
  'claim.offer': { scope: offerScope, decide: offer },
  'upload.begin': { scope: beginScope, decide: beginUpload },
  'upload.finish': { scope: finishScope, decide: finishUpload },
  'upload.drop': { scope: dropScope, decide: dropUpload },
  'session.begin': { ends: true, scope: beginSessionScope, decide: begin },
  'credential.set': { ends: true, scope: setScope, decide: setCredential },
  'codes.remove': { scope: removeCodesScope, decide: removeCodes },
  'credential.remove': { scope: removeCredentialScope, decide: removeCredential },
  'entry.note': { scope: noteScope, decide: note },
  'ticket.offer': { scope: offerTicketScope, decide: offerTicket },
  'restore.offer': { scope: handScope, decide: handTicket },
  'device.ask': { scope: askScope, decide: askDevice },
  'device.answer': { scope: answerScope, decide: answerDevice },
  'claim.take': { ends: true, scope: takeScope, decide: take },
  'session.see': { scope: seeScope, decide: see },
  'invitation.take': { scope: takeInvitationScope, decide: takeInvitation },
  'workspace.found': { scope: foundScope, decide: found },
}

export const decidedBy = <N extends IntentName>(name: N): Decided<N> => intents[name]
