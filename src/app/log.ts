/** One JSON line per event. Never texts, names or tokens: ids, counts and codes. */
export type Log = {
  debug(event: string, fields?: Fields): void
  info(event: string, fields?: Fields): void
  warn(event: string, fields?: Fields): void
  error(event: string, fields?: Fields): void
}

export type Level = 'debug' | 'info' | 'warn' | 'error' | 'off'

type Fields = Readonly<Record<string, string | number | boolean | null>>

const LEVELS: readonly Level[] = ['debug', 'info', 'warn', 'error', 'off']

/** No line is longer than this, whatever somebody sends (S-29). */
const FIELD_CHARACTERS = 2000

export const createLog = (level: Level, write: (line: string) => void): Log => {
  const at = (name: Level) => {
    if (LEVELS.indexOf(name) < LEVELS.indexOf(level)) return () => {}
    return (event: string, fields: Fields = {}) =>
      write(`${JSON.stringify({ time: new Date().toISOString(), level: name, event, ...cut(fields) })}\n`)
  }
  return { debug: at('debug'), info: at('info'), warn: at('warn'), error: at('error') }
}

const cut = (fields: Fields): Fields =>
  Object.fromEntries(
    Object.entries(fields).map(([name, value]) => [
      name,
      typeof value === 'string' ? value.slice(0, FIELD_CHARACTERS) : value,
    ]),
  )
