import { useEmojiTable } from '../emoji/load.ts'

interface Sign {
  /** What is drawn; null where nobody here knows it, as for an emoji of a newer server. */
  sign: string | null
  /** What it is called in English: "thumbs up". */
  label: string
}

/** Those that most reactions are made of, so that they show with the first drawing: the table of all emoji comes later. */
const COMMON: Record<string, [sign: string, label: string]> = {
  '+1': ['👍', 'thumbs up'],
  tada: ['🎉', 'party popper'],
  eyes: ['👀', 'eyes'],
  heart: ['❤️', 'red heart'],
  joy: ['😂', 'face with tears of joy'],
  white_check_mark: ['✅', 'check mark button'],
  pray: ['🙏', 'folded hands'],
  rocket: ['🚀', 'rocket'],
}

/** What is offered before anything was chosen. */
export const OFFERED: readonly string[] = ['+1', 'tada', 'eyes']

/** Reads short names for a component, which is drawn again where it needs the table of all emoji, and that has come. */
export const useSigns = (names: readonly string[]): ((name: string) => Sign) => {
  const isRare = names.some(name => COMMON[name] === undefined)
  const table = useTable(isRare)
  return name => {
    const [sign, label] = COMMON[name] ?? [table?.emojiOf(name) ?? null, table?.labelOf(name)]
    return { sign, label: label ?? name.replaceAll('_', ' ') }
  }
}

const useTable = (isWanted: boolean) => (isWanted ? useEmojiTable() : null)
