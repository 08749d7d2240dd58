import { end, endOthers, endOthersScope, endScope } from '#domain/ending.ts'
import { createInvitation, createInvitationScope, revokeInvitation, revokeInvitationScope } from '#domain/invitation.ts'
import { deactivate, deactivateScope, reactivate, reactivateScope } from '#domain/removal.ts'
import { setWorkspace, setWorkspaceScope } from '#domain/workspace.ts'
import type { doorCommands } from '#protocol/door-commands.ts'
import type { CommandEntry } from './commands.ts'

/** A part of `commandEntries`: what is said about who comes in and who goes. */
export const doorEntries: { readonly [N in keyof typeof doorCommands]: CommandEntry<N> } = {
  'invitation.create': {
    rule: 'signed-in',
    what: 'Makes a link by which people come in.',
    rate: { perSecond: 0.5, burst: 30, tooMuch: 'You have made many invitations just now.' },
    makes: () => 'I',
    draws: true,
    scope: createInvitationScope,
    decide: createInvitation,
  },
  'invitation.revoke': {
    rule: 'inviter',
    what: 'Takes an invitation back.',
    scope: revokeInvitationScope,
    decide: revokeInvitation,
  },
  'session.end': {
    rule: 'signed-in',
    what: "Ends one of one's own sessions, or as an admin somebody else's.",
    ends: true,
    scope: endScope,
    decide: end,
  },
  'session.endOthers': {
    rule: 'signed-in',
    what: 'Ends all own sessions but one.',
    ends: true,
    scope: endOthersScope,
    decide: endOthers,
  },
  'user.deactivate': {
    rule: 'admin',
    what: 'Makes somebody nobody here.',
    ends: true,
    scope: deactivateScope,
    decide: deactivate,
  },
  'user.reactivate': { rule: 'admin', what: 'Lets them come back.', scope: reactivateScope, decide: reactivate },
  'workspace.set': { rule: 'admin', what: 'Names the workspace.', scope: setWorkspaceScope, decide: setWorkspace },
}
