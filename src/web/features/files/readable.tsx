import { useSignal } from '@preact/signals'
import { useEffect } from 'preact/hooks'
import type { ShownFile } from '../../sync/api.ts'
import { say } from '../../words/say.ts'
import { CodeBlock } from '../text/code-block.tsx'
import { TextView } from '../text/text-view.tsx'
import { contentOf } from './address.ts'
import { rowsOf } from './csv.ts'

/** So much of a table is drawn. */
const MOST_ROWS = 500

/** The names under which the worker knows what a file's ending says. */
const LANGUAGES: Record<string, string> = {
  cc: 'cpp',
  cs: 'csharp',
  h: 'c',
  hpp: 'cpp',
  htm: 'html',
  js: 'javascript',
  jsx: 'javascript',
  kt: 'kotlin',
  md: 'markdown',
  patch: 'diff',
  pl: 'perl',
  py: 'python',
  rb: 'ruby',
  rs: 'rust',
  sh: 'bash',
  svg: 'xml',
  ts: 'typescript',
  tsx: 'typescript',
  yml: 'yaml',
}

/** What stands in a file: a table, a text with marks, or code. */
export function Readable({ file }: { file: ShownFile }) {
  const text = useText(file)
  if (text === null) return <p class="file-text" aria-busy="true" />
  if (text === 'missing') return <p class="file-text">{say`This file could not be fetched.`}</p>
  const ending = /\.([^.]+)$/.exec(file.name)?.[1]?.toLowerCase() ?? ''
  if (ending === 'csv' || ending === 'tsv')
    return <Table text={text.content} separator={ending === 'tsv' ? '\t' : ','} name={file.name} />
  return (
    <div class="file-text">
      {ending === 'md' || ending === 'markdown' ? (
        <TextView text={text.content} />
      ) : (
        <CodeBlock language={ending === 'txt' ? '' : (LANGUAGES[ending] ?? ending)} text={text.content} />
      )}
    </div>
  )
}

const useText = (file: ShownFile): { content: string } | 'missing' | null => {
  const text = useSignal<{ content: string } | 'missing' | null>(null)
  const address = contentOf(file)
  useEffect(() => {
    const going = new AbortController()
    fetch(address, { signal: going.signal })
      .then(async response => {
        text.value = response.ok ? { content: (await response.text()).replaceAll('\0', '\uFFFD') } : 'missing'
      })
      .catch(() => {
        if (!going.signal.aborted) text.value = 'missing'
      })
    return () => going.abort()
  }, [address, text])
  return text.value
}

function Table({ text, separator, name }: { text: string; separator: string; name: string }) {
  const { rows, more } = rowsOf(text, separator, MOST_ROWS)
  const [head = [], ...body] = rows
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
    <section class="file-text file-table" aria-label={name} tabIndex={0}>
      <table>
        <thead>
          <tr>
            {head.map((cell, at) => (
              <th key={at} scope="col" dir="auto">
                {cell}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {body.map((row, at) => (
            <tr key={at}>
              {row.map((cell, column) => (
                <td key={column} dir="auto">
                  {cell}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      {more && <p>{say`These are the first ${MOST_ROWS} lines.`}</p>}
    </section>
  )
}
