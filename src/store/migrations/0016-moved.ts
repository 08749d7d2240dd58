/** When something was last said in a channel. What only tells of the channel takes a time of its own, and moves nothing. */
export const moved = (): readonly string[] => [
  'alter table streams add column moved bigint not null default 0',
  'update streams set moved = ts',
]
