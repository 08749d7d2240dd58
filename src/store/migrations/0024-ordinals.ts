/**
 * People are numbered in the order in which they joined, bots are not. Their stream counts them, under the lock that
 * whoever joins takes anyway.
 */
export const ordinals = (): readonly string[] => [
  'alter table users add column ordinal bigint not null default 0',
  `update users set ordinal = numbered.ordinal from (select id as person, row_number() over (order by created, id) as ordinal
     from users where kind = 'human') as numbered where users.id = numbered.person`,
  `update streams set seats = (select count(*) from users where kind = 'human') where id = 'people'`,
]
