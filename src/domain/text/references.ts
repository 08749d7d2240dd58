import type { Call, Inline } from './tree.ts'

/**
 * A reference by id, as it stands in a stored text: `<@U…>`, `<#C…>`, `<!here>`, `<!subteam^S…>`; a bot may add a name
 * after a bar, which is not looked at, since names change.
 */
export const REFERENCE =
  /<(?:@(U[A-Z0-9]{8,20})|#([CDG][A-Z0-9]{8,20})|!(here|channel|everyone)|!subteam\^(S[A-Z0-9]{8,20}))(?:\|[^<>\n]{0,200})?>/

/** What a match of REFERENCE refers to. */
export const referenceOf = ([, user, channel, call, group]: RegExpExecArray): Inline => {
  if (user !== undefined) return { kind: 'user', id: user }
  if (channel !== undefined) return { kind: 'channel', id: channel }
  if (group !== undefined) return { kind: 'group', id: group }
  return { kind: 'call', who: call as Call }
}

/** How a reference is written; without a name, which would only grow old. */
export const writtenReference = (reference: Inline): string | null => {
  switch (reference.kind) {
    case 'user':
      return `<@${reference.id}>`
    case 'channel':
      return `<#${reference.id}>`
    case 'group':
      return `<!subteam^${reference.id}>`
    case 'call':
      return `<!${reference.who}>`
    default:
      return null
  }
}
