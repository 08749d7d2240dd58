import type { Page } from 'playwright-core'

/**
 * What a page in a pseudo language says in plain letters, which no sentence of that language has: it did not pass `say`.
 * What people wrote is left out: names, texts, code. What was put into a sentence stands between marks that nobody sees.
 */
export const unsaidOn = (page: Page): Promise<string[]> =>
  page.evaluate(() => {
    const own =
      '[translate="no"], bdi, [dir="auto"], .message-text, code, pre, .emoji, .quick-reaction, .reactors-sign, .face'
    // Keys are named by what stands on them: K, F6.
    const notWords = /\u2068[^\u2068\u2069]*\u2069|Flack|(?<![a-z])(?:[A-Z]|F\d+)(?![a-z])/g
    const plain = (text: string) => /[a-z]/i.test(text.replace(notWords, ''))
    const found: string[] = []
    const where = document.querySelector('h1 bdi')?.textContent ?? ''
    if (plain(document.title.replace(where, ''))) found.push(`title of the page: ${document.title}`)
    const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
    for (let node = texts.nextNode(); node !== null; node = texts.nextNode()) {
      const { parentElement: parent, nodeValue: text } = node
      if (parent === null || text === null || !parent.checkVisibility() || parent.closest(own) !== null) continue
      if (plain(text)) found.push(`<${parent.localName} class="${parent.className}">${text}`)
    }
    for (const element of document.querySelectorAll('body *')) {
      if (!element.checkVisibility()) continue
      for (const name of ['aria-label', 'aria-description', 'aria-valuetext', 'title', 'placeholder', 'alt']) {
        const value = element.getAttribute(name)
        if (value === null || !plain(value) || element.closest(own) !== null) continue
        // Who reacted, by name.
        if (name === 'title' && element.matches('.chip')) continue
        // The whole name of somebody or something, where there is no room for it.
        const isOwn = [...element.querySelectorAll(own)].some(part => part.textContent === value)
        if (!isOwn) found.push(`<${element.localName} class="${element.className}" ${name}="${value}">`)
      }
    }
    return found
  })

/** Words of the page that are cut, stick out of what they stand in, or lie beside the screen; one line for each. */
export const cutOn = (page: Page): Promise<string[]> =>
  page.evaluate(() => {
    const own = '[translate="no"], bdi, [dir="auto"], .message-text, pre, .unseen, input, textarea'
    const found: string[] = []
    const root = document.documentElement
    if (root.scrollWidth > root.clientWidth)
      found.push(`the page scrolls sideways by ${root.scrollWidth - root.clientWidth}`)
    const scrolls = (element: Element | null, axis: 'overflowX' | 'overflowY'): boolean =>
      element !== null && (/auto|scroll/.test(getComputedStyle(element)[axis]) || scrolls(element.parentElement, axis))
    const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
    for (let node = texts.nextNode(); node !== null; node = texts.nextNode()) {
      const parent = node.parentElement
      const isSeen = parent?.checkVisibility({
        contentVisibilityAuto: true,
        visibilityProperty: true,
        opacityProperty: true,
      })
      if (parent == null || !isSeen || parent.closest(own) !== null || node.nodeValue?.trim() === '') continue
      const range = document.createRange()
      range.selectNodeContents(node)
      const words = range.getBoundingClientRect()
      if (words.width === 0) continue
      const say = (what: string) =>
        found.push(`${what}: <${parent.localName} class="${parent.className}"> ${node.nodeValue}`)
      if (!scrolls(parent, 'overflowX') && (words.left < -1 || words.right > innerWidth + 1)) say('beside the screen')
      for (let box: Element | null = parent; box !== null && box !== document.body; box = box.parentElement) {
        const style = getComputedStyle(box)
        if (style.display === 'inline' || style.display === 'contents') continue
        const isBox = box.matches('button, a, label, [role], dialog') || style.overflowX !== 'visible'
        if (!isBox) continue
        const { left, right, top, bottom } = box.getBoundingClientRect()
        if (words.left < left - 1 || words.right > right + 1)
          say(`out of <${box.localName} class="${box.className}"> sideways`)
        else if (!scrolls(box, 'overflowY') && (words.top < top - 1 || words.bottom > bottom + 1))
          say(`out of <${box.localName} class="${box.className}">`)
        else continue
        break
      }
    }
    return found
  })
