import { coloursWorker, trustedScript } from '../../sync/trusted.ts'
import { type Answer, languages, type Question, type Ranges } from './coloured.ts'

/** Colouring may take so long, milliseconds; for some texts it would take minutes. */
const PATIENCE_MS = 300
/** So long the worker may take to come. */
const LOADING_MS = 15_000
/** So long it stays when nothing is asked. */
const IDLE_MS = 30_000
/** Longer code gets no colours: nobody reads it in a chat. */
const UNITS = 20_000
const REMEMBERED = 100

interface Asked extends Question {
  key: string
  answer(ranges: Ranges): void
}

let worker: Worker | null = null
let isReady = false
let timer: ReturnType<typeof setTimeout> | undefined
const waiting: Asked[] = []
let asked: Asked | null = null
const known = new Map<string, Ranges>()

/** Whether code in a language can have colours. */
export const hasColours = (language: string, text: string): boolean =>
  languages[language] !== undefined && text.length <= UNITS

/** The colours of code that are known already; null where they must be asked for. */
export const coloursKnown = (language: string, text: string): Ranges | null => known.get(keyOf(language, text)) ?? null

/** Finds the colours of code, beside the page and in order of asking. Where they take too long there are none. */
export const coloursOf = (language: string, text: string): Promise<Ranges> =>
  new Promise(answer => {
    waiting.push({ key: keyOf(language, text), language: languages[language] ?? '', text, answer })
    if (worker === null) start()
    else if (isReady && asked === null) askNext()
  })

const keyOf = (language: string, text: string): string => `${language} ${text}`

const start = (): void => {
  isReady = false
  worker = new Worker(trustedScript(coloursWorker()))
  worker.onmessage = ({ data }: MessageEvent<Answer>) => hear(data)
  worker.onerror = () => stop()
  wait(LOADING_MS)
}

const hear = (answer: Answer): void => {
  if (answer === 'ready') isReady = true
  else settle(answer)
  askNext()
}

const askNext = (): void => {
  asked = waiting.shift() ?? null
  if (asked === null) wait(IDLE_MS)
  else {
    worker?.postMessage({ language: asked.language, text: asked.text } satisfies Question)
    wait(PATIENCE_MS)
  }
}

/** What is not done in time has no colours, and the worker that hangs over it goes; the next one begins with the next question. */
const wait = (ms: number): void => {
  clearTimeout(timer)
  timer = setTimeout(stop, ms)
}

const stop = (): void => {
  clearTimeout(timer)
  // Nothing was asked: it was idle, or has never come. What waits has waited for it in vain.
  const wasIdle = asked === null
  worker?.terminate()
  worker = null
  settle([])
  if (wasIdle) for (const one of waiting.splice(0)) one.answer([])
  else if (waiting.length > 0) start()
}

const settle = (ranges: Ranges): void => {
  if (asked === null) return
  if (known.size >= REMEMBERED) known.clear()
  known.set(asked.key, ranges)
  asked.answer(ranges)
  asked = null
}
