import { parseArgs } from 'node:util'

type Level = 'debug' | 'info' | 'warn' | 'error' | 'off'

/** Everything that can be set, by environment and flag, in one frozen and validated object. */
export type Config = {
  port: number
  host: string
  dataDir: string
  /** Public origins, without a trailing slash. */
  origins: readonly string[]
  trustProxy: boolean
  logLevel: Level
  limited: boolean
  databaseUrl: string | null
  natsUrl: string | null
  backup: BackupSettings
  /** Bytes that there may be of one file, of one person's, and of all. */
  files: { file: number; person: number; workspace: number }
  /** Where the contents of files are kept in place of the data directory. */
  s3: S3Config | null
  /** Whether the server looks where the addresses in messages lead, and hosts that it never asks. */
  previews: { on: boolean; blocked: readonly string[] }
  /** Identity providers by which people can sign in. */
  providers: readonly ProviderConfig[]
  /** Where letters go, and from whom they come; null: nobody sends any. */
  mail: { url: string; from: string } | null
  /** The starter's pipe: when it ends, so does the server. */
  stopWithStdin: boolean
}

export type ProviderConfig = { id: string; name: string; issuer: string; clientId: string; clientSecret: string }

export type BackupSettings = {
  /** The directory in which the server makes backups by itself; null: it makes none. */
  to: string | null
  everyMs: number
  /** So many of the newest stay. */
  keep: number
  /** The file whose first line seals backups; null: they can be read by whoever has them. */
  keyFile: string | null
}

export type S3Config = { endpoint: string; bucket: string; region: string; key: string; secret: string }

/** A setting that cannot be used; the message is for the one who set it. */
export class ConfigError extends Error {
  override name = 'ConfigError'
}

const settings = {
  port: { env: 'FLACK_PORT', what: 'port to listen on, 0 for a free one (3000)' },
  host: { env: 'FLACK_HOST', what: 'address to listen on, 0.0.0.0 for your network (127.0.0.1)' },
  data: { env: 'FLACK_DATA', what: 'directory where everything is kept (./data)' },
  url: { env: 'FLACK_URL', what: 'public origins, like https://chat.example' },
  'trust-proxy': { env: 'FLACK_TRUST_PROXY', what: 'believe X-Forwarded-For and -Proto: on or off (off)' },
  log: { env: 'FLACK_LOG', what: 'debug, info, warn, error or off (info)' },
  limits: { env: 'FLACK_LIMITS', what: 'rate limits, off only for benchmarks (on)' },
  previews: { env: 'FLACK_PREVIEWS', what: 'look where addresses in messages lead (on, if there is a FLACK_URL)' },
  'previews-block': { env: 'FLACK_PREVIEWS_BLOCK', what: 'hosts that are never asked for that' },
  'backup-to': { env: 'FLACK_BACKUP_TO', what: 'directory for backups that the server makes by itself' },
  'backup-every': { env: 'FLACK_BACKUP_EVERY', what: 'hours between them (24)' },
  'backup-keep': { env: 'FLACK_BACKUP_KEEP', what: 'how many of them stay (7)' },
  'backup-key': { env: 'FLACK_BACKUP_KEY', what: 'file with a passphrase that seals backups' },
  'file-mb': { env: 'FLACK_FILE_MB', what: 'megabytes of one file (2048)' },
  'person-mb': { env: 'FLACK_PERSON_MB', what: "megabytes of one person's files (no limit)" },
  'files-mb': { env: 'FLACK_FILES_MB', what: 'megabytes of all files (no limit)' },
  's3-endpoint': { env: 'FLACK_S3_ENDPOINT', what: 'S3 for the contents of files, instead of the data directory' },
  's3-bucket': { env: 'FLACK_S3_BUCKET', what: 'bucket in it' },
  's3-region': { env: 'FLACK_S3_REGION', what: 'region of it (us-east-1)' },
  's3-key': { env: 'FLACK_S3_KEY', what: 'access key for it' },
  's3-secret': { env: 'FLACK_S3_SECRET', what: 'and its secret' },
  oidc: { env: 'FLACK_OIDC', what: 'identity providers: name issuer client-id client-secret; …' },
  'smtp-url': { env: 'FLACK_SMTP_URL', what: 'server that carries letters: smtp://user:password@host:587' },
  'mail-from': { env: 'FLACK_MAIL_FROM', what: 'address from which they come' },
  database: { env: 'DATABASE_URL', what: 'PostgreSQL instead of SQLite' },
  nats: { env: 'NATS_URL', what: 'NATS between several processes' },
} as const

type Setting = keyof typeof settings

/** One line for each setting: its flag, its name in the environment, what it means and what it is by default. */
export const settingsHelp = (): string =>
  Object.entries(settings)
    .map(([flag, { env, what }]) => `  ${`--${flag}`.padEnd(18)}${env.padEnd(22)}${what}`)
    .join('\n')

const LEVELS: readonly Level[] = ['debug', 'info', 'warn', 'error', 'off']

/** Flags win over the environment. Throws `ConfigError` with one sentence. */
export const readConfig = (
  args: readonly string[],
  env: Readonly<Record<string, string | undefined>> = process.env,
): Config => {
  const known: ReadonlySet<string> = new Set(Object.values(settings).map(({ env: name }) => name))
  const unknown = Object.keys(env).find(name => name.startsWith('FLACK_') && !known.has(name))
  if (unknown) throw new ConfigError(`There is no setting ${unknown}.`)
  const flags = readFlags(args)
  const get = (name: Setting): string | undefined => {
    const value = flags[name] ?? env[settings[name].env]
    return value === '' || value === undefined ? undefined : value
  }
  const databaseUrl = urlOf('DATABASE_URL', ['postgres:', 'postgresql:'], get('database'))
  const natsUrl = urlOf('NATS_URL', ['nats:', 'tls:'], get('nats'))
  // Else whoever forgot it would get a workspace of their own, on a file, and learn it late.
  if (natsUrl !== null && databaseUrl === null) {
    throw new ConfigError('NATS_URL is for several processes on one PostgreSQL, so DATABASE_URL must be set as well.')
  }
  return Object.freeze({
    port: portOf(get('port') ?? '3000'),
    host: get('host') ?? '127.0.0.1',
    dataDir: get('data') ?? './data',
    origins: listOf(get('url')).map(originOf),
    trustProxy: switchOf('trust-proxy', get('trust-proxy') ?? 'off'),
    logLevel: levelOf(get('log') ?? 'info'),
    limited: switchOf('limits', get('limits') ?? 'on'),
    databaseUrl,
    natsUrl,
    backup: backupOf(get, databaseUrl),
    files: {
      file: bytesOf('file-mb', get('file-mb') ?? '2048'),
      person: bytesOf('person-mb', get('person-mb')),
      workspace: bytesOf('files-mb', get('files-mb')),
    },
    s3: s3Of(get),
    previews: {
      on: switchOf('previews', get('previews') ?? (get('url') === undefined ? 'off' : 'on')),
      blocked: listOf(get('previews-block')).map(hostOf),
    },
    providers: (get('oidc') ?? '')
      .split(';')
      .filter(each => each.trim() !== '')
      .map(providerOf),
    mail: mailOf(get),
    stopWithStdin: flags['stop-with-stdin'] === true,
  })
}

const listOf = (value = ''): string[] => value.split(/[\s,]+/).filter(Boolean)

/** As an address has it: small, and in letters that every name server knows. */
const hostOf = (value: string): string => {
  const host = URL.canParse(`http://${value}`) ? new URL(`http://${value}`).hostname : ''
  if (host !== '' && !/[/:@?#]/.test(value)) return host
  throw new ConfigError(`FLACK_PREVIEWS_BLOCK has names of hosts like example.com, not ${JSON.stringify(value)}.`)
}

/** Links in letters lead to FLACK_URL: else whoever asks for one could name the server to which it leads. */
const mailOf = (get: (name: Setting) => string | undefined): { url: string; from: string } | null => {
  const url = urlOf('FLACK_SMTP_URL', ['smtp:', 'smtps:'], get('smtp-url'))
  const from = get('mail-from')
  if (url === null) return null
  if (from === undefined || !/^[^\r\n]*[^\s@<>]+@[^\s@<>]+>?$/.test(from))
    throw new ConfigError('FLACK_SMTP_URL needs FLACK_MAIL_FROM, an address like flack@chat.example.')
  if (get('url') === undefined) throw new ConfigError('FLACK_SMTP_URL needs FLACK_URL, to which links in letters lead.')
  return { url, from }
}

/** What is wrong is said without repeating it: there is a secret in it. */
const providerOf = (value: string): ProviderConfig => {
  const [name = '', issuer = '', clientId = '', clientSecret = '', ...rest] = value.trim().split(/\s+/)
  const id = name.toLowerCase().replace(/[^a-z\d]+/g, '-')
  const isGood = clientSecret !== '' && rest.length === 0 && /^[a-z\d-]{1,40}$/.test(id) && isSafeIssuer(issuer)
  if (isGood) return { id, name: name.replaceAll('_', ' '), issuer, clientId, clientSecret }
  throw new ConfigError(
    'FLACK_OIDC names providers as "Name https://issuer client-id client-secret", with ; between them.',
  )
}

/** Over plain http anybody on the way could say who somebody is; on the machine itself nobody is on the way. */
const isSafeIssuer = (issuer: string): boolean => {
  if (!URL.canParse(issuer)) return false
  const { protocol, hostname } = new URL(issuer)
  return protocol === 'https:' || (protocol === 'http:' && /^(localhost|127\.\d+\.\d+\.\d+)$/.test(hostname))
}

const HOUR_MS = 3_600_000

const backupOf = (get: (name: Setting) => string | undefined, databaseUrl: string | null): BackupSettings => {
  const to = get('backup-to') ?? null
  if (to !== null && databaseUrl !== null)
    throw new ConfigError('FLACK_BACKUP_TO is for SQLite: PostgreSQL is backed up by its own tools.')
  return {
    to,
    everyMs: wholeOf('backup-every', get('backup-every') ?? '24') * HOUR_MS,
    keep: wholeOf('backup-keep', get('backup-keep') ?? '7'),
    keyFile: get('backup-key') ?? null,
  }
}

type Flags = Partial<Record<Setting, string>> & { 'stop-with-stdin'?: boolean }

const readFlags = (args: readonly string[]): Flags => {
  const names = Object.keys(settings).map(name => [name, { type: 'string' }] as const)
  try {
    const options = { ...Object.fromEntries(names), 'stop-with-stdin': { type: 'boolean' } } as const
    return parseArgs({ args: [...args], options, strict: true }).values as Flags
  } catch (error) {
    throw new ConfigError(error instanceof Error ? error.message : String(error))
  }
}

const wholeOf = (name: Setting, value: string): number => {
  if (/^[1-9]\d{0,4}$/.test(value)) return Number(value)
  throw new ConfigError(`The setting ${name} is a number from 1 to 99999, not ${JSON.stringify(value)}.`)
}

const portOf = (value: string): number => {
  const port = Number(value)
  if (!/^\d+$/.test(value) || port > 65_535)
    throw new ConfigError(`A port is a number from 0 to 65535, not ${JSON.stringify(value)}.`)
  return port
}

const originOf = (value: string): string => {
  try {
    const url = new URL(value)
    if (/^https?:$/.test(url.protocol) && url.href === `${url.origin}/`) return url.origin
  } catch {
    // Falls through to the sentence below.
  }
  throw new ConfigError(`FLACK_URL is an origin like https://chat.example, not ${JSON.stringify(value)}.`)
}

/** The address itself is not repeated: it may hold a password. */
const urlOf = (name: string, schemes: readonly string[], value: string | undefined): string | null => {
  if (value === undefined) return null
  if (URL.canParse(value) && schemes.includes(new URL(value).protocol)) return value
  throw new ConfigError(`${name} is an address that begins with ${schemes[0]}//, and this one does not.`)
}

/** Without a value there is no limit but what numbers can say. */
const bytesOf = (name: string, value: string | undefined): number => {
  if (value === undefined) return Number.MAX_SAFE_INTEGER
  if (!/^[1-9]\d{0,9}$/.test(value))
    throw new ConfigError(`The setting ${name} is a number of megabytes, not ${JSON.stringify(value)}.`)
  return Number(value) * 1024 * 1024
}

const s3Of = (get: (name: Setting) => string | undefined): S3Config | null => {
  const endpoint = urlOf('FLACK_S3_ENDPOINT', ['http:', 'https:'], get('s3-endpoint'))
  if (endpoint === null) return null
  const [bucket, key, secret] = [get('s3-bucket'), get('s3-key'), get('s3-secret')]
  if (bucket === undefined || key === undefined || secret === undefined)
    throw new ConfigError('FLACK_S3_ENDPOINT needs FLACK_S3_BUCKET, FLACK_S3_KEY and FLACK_S3_SECRET as well.')
  return { endpoint, bucket, region: get('s3-region') ?? 'us-east-1', key, secret }
}

const switchOf = (name: string, value: string): boolean => {
  if (value === 'on' || value === 'true' || value === '1') return true
  if (value === 'off' || value === 'false' || value === '0') return false
  throw new ConfigError(`The setting ${name} is on or off, not ${JSON.stringify(value)}.`)
}

const levelOf = (value: string): Level => {
  const level = LEVELS.find(each => each === value)
  if (level === undefined)
    throw new ConfigError(`A log level is one of ${LEVELS.join(', ')}, not ${JSON.stringify(value)}.`)
  return level
}
