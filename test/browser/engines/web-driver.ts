/**
 * What both engines of `--full` understand: WebDriver, spoken by plain means. Playwright's own builds of these engines
 * are not those that people have, and would have to be downloaded.
 */
export type WebDriver = {
  readonly engine: string
  navigate(url: string): Promise<void>
  /** Runs the body of a function in the page, and answers what it returns: JSON, or elements. */
  run(body: string, args: readonly unknown[]): Promise<unknown>
  click(element: ElementId): Promise<void>
  /** Types into an element. */
  type(element: ElementId, text: string): Promise<void>
  close(): Promise<void>
}

/** An element of the page, as the driver calls it. */
export type ElementId = { readonly [ELEMENT]: string }

/** The key that WebDriver has chosen for it. */
export const ELEMENT = 'element-6066-11e4-a52e-4f735466cecf'

/** What a driver answers where it could not do something. */
export class DriverError extends Error {
  override name = 'DriverError'
}
