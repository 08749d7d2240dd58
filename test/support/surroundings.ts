/** The environment, but for what somebody has set for a Flack or a PostgreSQL of their own: it must not steer ours. */
export const surroundings = (): NodeJS.Dict<string> =>
  Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^(FLACK_|DATABASE_URL$|NATS_URL$|PG)/.test(name)))
