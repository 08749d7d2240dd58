let segmenter: Intl.Segmenter | undefined

/**
 * The beginning of a text, cut where a reader sees one sign end and the next begin: never in the middle of a flag, a
 * family or a letter with its marks.
 * @param most how long it may be, in UTF-16 code units
 */
export const beginning = (text: string, most: number): string => {
  if (text.length <= most) return text
  segmenter ??= new Intl.Segmenter()
  let end = 0
  for (const { index, segment } of segmenter.segment(text.slice(0, 2 * most))) {
    if (index + segment.length > most) break
    end = index + segment.length
  }
  return text.slice(0, end)
}
