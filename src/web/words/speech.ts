import type { Speaker } from './say.ts'

/** A sentence; or its forms, chosen by the number that is its first: `{one: '{0} Kanal', other: '{0} Kanäle'}`. */
export type Sentence = string | ({ other: string } & Partial<Record<Intl.LDMLPluralRule, string>>)

/** A language of the page: one file in `languages`. */
export interface Language {
  /** For `Intl`, and for `lang` of the page: "de". */
  tag: string
  direction: 'ltr' | 'rtl'
  /** By the English sentence, in which {0}, {1} … stand for what is put in. What is missing stays English. */
  sentence(english: string): Sentence | undefined
}

/** Speaks a language. */
export const speechOf = ({ tag, sentence }: Language): Speaker => {
  const rules = new Intl.PluralRules(tag)
  return {
    tag,
    say(parts, holes) {
      const english = parts.reduce((before, part, at) => `${before}{${at - 1}}${part}`)
      const own = sentence(english) ?? english
      const count = holes.find(hole => typeof hole === 'number')
      const form = typeof own === 'string' ? own : (own[rules.select(count ?? 0)] ?? own.other)
      // Every second piece is the number of a hole.
      return form.split(/\{(\d+)\}/).map((piece, at) => (at % 2 === 0 ? piece : isolated(holes[Number(piece)])))
    },
  }
}

/** A name from the other side of the world must not turn the words around it: it stands between marks that nobody sees. */
const isolated = <Hole>(hole: Hole): Hole | string => (typeof hole === 'string' ? `\u2068${hole}\u2069` : hole)
