import { until } from '../../support/wait.ts'
import type { ElementId, WebDriver } from './web-driver.ts'

const KINDS = {
  button: 'button',
  link: 'a[href]',
  textbox: 'textarea, input:not([type]), input[type=text]',
  article: '[role=log] [role=article], [role=log] article',
} as const

type Kind = keyof typeof KINDS

export const ENTER = '\uE007'

/** A page in an engine that is driven by WebDriver: things are found by what they are, and by their accessible names. */
export class EnginePage {
  readonly #driver: WebDriver

  constructor(driver: WebDriver) {
    this.#driver = driver
  }

  get engine(): string {
    return this.#driver.engine
  }

  goto(url: string): Promise<void> {
    return this.#driver.navigate(url)
  }

  /** Runs a function of its own in the page: it sees nothing of what is around it here. */
  async evaluate<A extends readonly unknown[], T>(run: (...args: A) => T, ...args: A): Promise<T> {
    return (await this.#driver.run(`return (${run}).apply(null, arguments)`, args)) as T
  }

  async click(kind: Kind, name: string): Promise<void> {
    await this.#driver.click(await this.find(kind, name))
  }

  async type(kind: Kind, name: string, text: string): Promise<void> {
    await this.#driver.type(await this.find(kind, name), text)
  }

  /** Waits until there is one that can be seen. */
  find(kind: Kind, name: string): Promise<ElementId> {
    const what = `the ${kind} "${name}" in ${this.engine}`
    return until(() => this.evaluate(found, KINDS[kind], name) as Promise<ElementId | null>, { what })
  }

  /** Whether something by this name can be seen. */
  async has(kind: Kind, name: string): Promise<boolean> {
    return (await this.evaluate(found, KINDS[kind], name)) !== null
  }

  /** What the messages on the screen say, from the oldest. */
  texts(): Promise<string[]> {
    return this.evaluate(() =>
      [...document.querySelectorAll('[role=log] article p')].map(each => each.textContent ?? ''),
    )
  }

  close(): Promise<void> {
    return this.#driver.close()
  }
}

const found = (selector: string, name: string): Element | null => {
  const textOf = (element: Element): string => {
    const copy = element.cloneNode(true) as Element
    for (const hidden of copy.querySelectorAll('[aria-hidden=true]')) hidden.remove()
    return copy.textContent ?? ''
  }
  const nameOf = (element: Element): string => {
    const label = element.getAttribute('aria-label') ?? (element as HTMLInputElement).labels?.[0]
    return (typeof label === 'string' ? label : textOf(label ?? element)).trim()
  }
  const isSeen = (element: Element) => element.getClientRects().length > 0
  return [...document.querySelectorAll(selector)].find(each => isSeen(each) && nameOf(each) === name) ?? null
}
