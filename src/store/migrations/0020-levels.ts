/** What of a conversation somebody wants to be told of. */
export const levels = (): readonly string[] => ['alter table places add column level text']
