import { type Config, readConfig } from '#src/config.ts'
import { dial } from './dial.ts'
import { leading } from './usage.ts'

/** What was looked at and what was found there; `problem`: something is to be done. Never texts or names. */
export type Examined = { looked: string; findings: readonly { level: 'note' | 'problem'; says: string }[] }

/** Looks at the data directory and the database, or at a backup, and changes nothing. Only the composition root can do it. */
export type Examine = (config: Config, backup: string | null) => Promise<readonly Examined[]>

/** `flack doctor [backup] [--json]`. Resolves to the exit code: 1 where something is to be done. */
export const doctor = async (args: readonly string[], examine: Examine): Promise<number> => {
  const asJson = args.includes('--json')
  const { first, rest } = leading(args.filter(argument => argument !== '--json'))
  const config = readConfig(rest)
  const server = first === null ? await serverOf(config) : []
  const examined = [...(await examine(config, first)), ...server]
  const good = examined.every(({ findings }) => findings.every(({ level }) => level !== 'problem'))
  console.log(asJson ? JSON.stringify({ good, examined }) : examined.map(lines).join('\n'))
  return good ? 0 : 1
}

const serverOf = async ({ dataDir, limited, origins }: Config): Promise<Examined[]> => {
  const running = (await dial(dataDir)) !== null
  const findings = [
    ...(running ? [] : [note('No server runs here.')]),
    ...(limited ? [] : [note('Limits are off.')]),
    ...(origins.length > 0 ? [] : [note('FLACK_URL is not set: only addresses and localhost are answered.')]),
  ]
  return [{ looked: 'server and settings', findings }]
}

const note = (says: string) => ({ level: 'note' as const, says })

const lines = ({ looked, findings }: Examined): string =>
  [
    `${findings.some(({ level }) => level === 'problem') ? 'WRONG' : 'good '}  ${looked}`,
    ...findings.map(({ level, says }) => `       ${level === 'problem' ? '!' : '-'} ${says}`),
  ].join('\n')
