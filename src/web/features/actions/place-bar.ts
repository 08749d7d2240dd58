/** So much of a text is looked at: it fills more lines than the bar is high, and costs nothing to measure. */
const ENOUGH = 400

/**
 * Finds the place where the bar covers no word of its message: at the upper right inside the row; where the text reaches
 * that far, above the row; and where the row begins at the upper edge of the view, below it. On a narrow screen it covers no
 * word of the lines beside it either: where there is no such place, its last button alone stands before the line.
 */
export const placeBar = (bar: HTMLElement | null): void => {
  const line = bar?.closest('article')
  const view = bar?.closest('.timeline')
  if (bar == null || line == null || view == null) return
  bar.dataset.place = 'inside'
  if (!covers(bar.getBoundingClientRect(), line)) return
  const lines = [...view.querySelectorAll('article')]
  const at = lines.indexOf(line)
  // It is higher than a line, so that it may reach over two of them.
  const beside = { above: lines.slice(Math.max(0, at - 2), at), below: lines.slice(at + 1, at + 3) }
  for (const place of ['above', 'below'] as const) {
    bar.dataset.place = place
    if (!isIn(bar, view)) continue
    // A narrow line is full of words, also the one beside it.
    const box = bar.getBoundingClientRect()
    if (!narrow.matches || !beside[place].some(other => covers(box, other))) return
  }
  if (narrow.matches) bar.dataset.place = 'gutter'
}

const narrow = matchMedia('(width <= 640px)')

const isIn = (bar: Element, view: Element): boolean => {
  const [inner, outer] = [bar.getBoundingClientRect(), view.getBoundingClientRect()]
  return inner.top >= outer.top && inner.bottom <= outer.bottom
}

const covers = (bar: DOMRect, line: Element): boolean =>
  [...line.querySelectorAll('.message-head, .message-text')].some(part =>
    [...rectsOfBeginning(part), ...rectsOfBoxes(part)].some(
      rect => rect.right > bar.left && rect.left < bar.right && rect.bottom > bar.top && rect.top < bar.bottom,
    ),
  )

/** Where code stands, which has a button of its own where the bar would be. */
const rectsOfBoxes = (part: Element): DOMRect[] =>
  [...part.querySelectorAll('figure')].slice(0, ENOUGH).map(box => box.getBoundingClientRect())

/** Where the first words of a part are drawn. */
const rectsOfBeginning = (part: Element): DOMRect[] => {
  const texts = document.createTreeWalker(part, NodeFilter.SHOW_TEXT)
  const range = document.createRange()
  const rects: DOMRect[] = []
  for (let seen = 0; seen < ENOUGH && texts.nextNode() !== null; ) {
    const { length } = texts.currentNode.textContent ?? ''
    range.setStart(texts.currentNode, 0)
    range.setEnd(texts.currentNode, Math.min(length, ENOUGH))
    rects.push(...range.getClientRects())
    seen += length
  }
  return rects
}
