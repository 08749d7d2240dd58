/** Whose something is, from many to few. Admins of a channel are meant only where it is done in one. */
export const allWho = ['everybody', 'channel admins', 'admins', 'owners', 'nobody'] as const

export type Who = (typeof allWho)[number]

const anywhere = ['everybody', 'admins', 'owners'] as const
const inChannel = ['everybody', 'channel admins', 'admins', 'owners'] as const

/** What a workspace has decided for everybody in it: every name with every value that it takes, but for `editFor`. */
export const policies = {
  /** Who may come in: whoever can open the page, whoever has an invitation, or whom an admin adds. */
  join: ['open', 'invited', 'added'],
  /** Who may bring people from outside into the workspace. */
  invite: anywhere,
  createPublic: anywhere,
  createPrivate: anywhere,
  /** Who may edit the topic and the purpose of a channel. */
  topic: inChannel,
  /** Who may take others out of a channel. */
  removePeople: inChannel,
  /** Who may call everybody in a channel, by `<!channel>` or `<!everyone>`. */
  callAll: inChannel,
  /** Who sees what others' messages said before they were edited. */
  history: inChannel,
  /** Who may delete messages of others, which is told in the channel. */
  deleteOthers: ['channel admins', 'admins', 'owners', 'nobody'],
  /** Whether the server looks where the addresses in messages lead. */
  previews: ['on', 'off'],
} as const

/** Written out, so that a page that shows no policies leaves this file away. */
export const policyNames = [
  ...(['join', 'invite', 'createPublic', 'createPrivate', 'topic', 'removePeople', 'callAll'] as const),
  ...(['history', 'deleteOthers', 'editFor', 'previews'] as const),
] as const

export type PolicyName = (typeof policyNames)[number]

type Chosen = { [N in keyof typeof policies]: (typeof policies)[N][number] }

/** `editFor`: for how many minutes a message may be edited; 0 is for ever. */
export type Policies = Chosen & { editFor: number }

/** The most minutes that `editFor` takes: a year. */
const EDIT_MINUTES = 525_600

/** What holds where nothing was decided. */
export const policyDefaults: { readonly [N in PolicyName]: Policies[N] } = {
  join: 'open',
  invite: 'everybody',
  createPublic: 'everybody',
  createPrivate: 'everybody',
  topic: 'everybody',
  removePeople: 'channel admins',
  callAll: 'everybody',
  history: 'everybody',
  deleteOthers: 'admins',
  editFor: 0,
  previews: 'on',
}

export type PolicyValue = string | number

/** Whether a policy takes this value. */
export const takesPolicy = (name: PolicyName, value: unknown): boolean =>
  name === 'editFor'
    ? Number.isInteger(value) && Number(value) >= 0 && Number(value) <= EDIT_MINUTES
    : policies[name].some(each => each === value)
