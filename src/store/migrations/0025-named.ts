/** Because of which message somebody was given their seat: the follower of mentions reads it. */
export const named = (): readonly string[] => ['alter table seats add column named bigint']
