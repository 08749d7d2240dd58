import { locale, say } from '../../words/say.ts'

const UNITS = ['byte', 'kilobyte', 'megabyte', 'gigabyte'] as const

/** "1.2 MB". */
export const sizeWords = (bytes: number): string => {
  const step = Math.min(UNITS.length - 1, Math.floor(Math.log10(Math.max(1, bytes)) / 3))
  const amount = bytes / 1000 ** step
  return new Intl.NumberFormat(locale(), {
    style: 'unit',
    unit: UNITS[step] ?? 'byte',
    unitDisplay: step === 0 ? 'long' : 'short',
    maximumFractionDigits: amount < 10 && step > 0 ? 1 : 0,
  }).format(amount)
}

/** What a file is, for who looks at its card: "PDF", "ZIP"; the name's own ending, where it has a short one. */
export const kindWords = (name: string): string => {
  const ending = /\.([a-z0-9]{1,8})$/i.exec(name)?.[1]
  return ending === undefined ? say`File` : ending.toUpperCase()
}
