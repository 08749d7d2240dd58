/**
 * People get a stream of their own, which goes on from the newest of them: until here their rows took the revs of the
 * workspace's stream, and keep them. A new database makes this stream with all the others.
 */
export const people = (): readonly string[] => [
  `insert into streams (id, rev, floor, seq, posts, ts, seats)
     select 'people', coalesce((select max(rev) from users), 0), 0, 0, 0, 0, 0 where exists (select 1 from streams)`,
]
