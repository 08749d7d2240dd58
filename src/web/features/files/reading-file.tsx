import { useSignal } from '@preact/signals'
import type { ShownFile } from '../../sync/api.ts'
import { Button } from '../../ui/button.tsx'
import { later } from '../../ui/later.tsx'
import { say } from '../../words/say.ts'
import { announce } from '../status/announce.ts'
import { contentOf } from './address.ts'
import { FileCard } from './file-card.tsx'

const readable = later(() => import('./readable.tsx').then(({ Readable }) => Readable))

/** More of a text is not shown: it is a file to be saved. */
const MOST_BYTES = 2_000_000
/** What the browser reads by itself, and we pass on whole, at most. */
const MOST_PDF = 200_000_000
/** What is text though its type may not say so. */
const TEXTS =
  /\.(?:c|cc|cfg|conf|cpp|cs|css|csv|diff|env|go|h|hpp|html?|ini|java|js|json|jsx|kt|less|log|lua|md|markdown|patch|php|pl|py|r|rb|rs|scss|sh|sql|svg|swift|tex|toml|ts|tsv|tsx|txt|vue|xml|ya?ml)$/i

/** How a file can be read in the page; null where it can only be saved. */
export const readingFor = ({ name, type, size }: ShownFile): 'pdf' | 'text' | null => {
  if (type === 'application/pdf') return size <= MOST_PDF && navigator.pdfViewerEnabled ? 'pdf' : null
  const isText = type.startsWith('text/') || type === 'application/json' || TEXTS.test(name)
  return isText && size <= MOST_BYTES ? 'text' : null
}

/** A file that can be read without saving it, once somebody wants to. */
export function Reading({ file }: { file: ShownFile }) {
  const isOpen = useSignal(false)
  if (readingFor(file) === 'pdf')
    return (
      <FileCard file={file}>
        <Button look="quiet" onClick={() => void openPdf(file)}>
          {say`Open`}
        </Button>
      </FileCard>
    )
  return (
    <>
      <FileCard file={file}>
        <Button look="quiet" aria-expanded={isOpen.value} onClick={() => (isOpen.value = !isOpen.value)}>
          {isOpen.value ? say`Hide` : say`Show`}
        </Button>
      </FileCard>
      {isOpen.value && <readable.Later file={file} />}
    </>
  )
}

/** The server gives nothing out that a browser would run. The browser's own reader gets the bytes from this page. */
const openPdf = async (file: ShownFile): Promise<void> => {
  // Within the press: a window that comes later is taken for an unwanted one.
  const view = window.open('', '_blank')
  try {
    const response = await fetch(contentOf(file))
    if (!response.ok) throw new Error(`${response.status}`)
    const url = URL.createObjectURL(new Blob([await response.arrayBuffer()], { type: 'application/pdf' }))
    if (view === null) window.location.href = url
    else view.location.href = url
  } catch {
    view?.close()
    announce(say`That did not work. Try again.`)
  }
}
