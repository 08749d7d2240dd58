import { chmodSync, mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/**
 * A test process may be killed, and `bun test` fires no exit event. So a small shell outlives it: it hears over a pipe
 * which processes and folders are ours, and when the pipe ends it kills and removes what is left of them.
 */
const sweep = `
pids=' '
while read -r what value; do
  case $what in
    pid) pids="$pids$value " ;;
    ended) pids="\${pids%% $value *} \${pids#* $value }" ;;
    folder) set -- "$@" "$value" ;;
  esac
done
for pid in $pids; do kill -9 "$pid" 2>/dev/null; done
rm -rf "$@" 2>/dev/null || { sleep 1; rm -rf "$@"; }
`

/** As it was before a browser's folders were given one of their own: one inside another, paths of sockets get too long. */
const SYSTEM = tmpdir()

let sweeper: Bun.Subprocess<'pipe', 'ignore', 'inherit'> | undefined

/** Makes sure that a process ends with the tests, at the latest. */
export function endWithTests(process: Bun.Subprocess): void {
  tell(`pid ${process.pid}`)
  void process.exited.then(() => tell(`ended ${process.pid}`))
}

/** A new temporary folder that is removed when the tests end. `open`: other users of the machine may look into it. */
export function temporaryFolder(name: string, { open = false }: { open?: boolean } = {}): string {
  const folder = mkdtempSync(join(SYSTEM, `flack-${name}-`))
  if (open) chmodSync(folder, 0o755)
  tell(`folder ${folder}`)
  return folder
}

function tell(line: string): void {
  if (sweeper === undefined) {
    // Detached, so that Ctrl-C, which goes to the whole foreground group, leaves it alive to do its work.
    sweeper = Bun.spawn(['sh', '-c', sweep], { stdin: 'pipe', stdout: 'ignore', stderr: 'inherit', detached: true })
    sweeper.unref()
  }
  sweeper.stdin.write(`${line}\n`)
  sweeper.stdin.flush()
}
