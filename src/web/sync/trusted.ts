/** Where the worker is that keeps the page for the next start. Its name never changes: browsers ask for it again by that. */
export const SHELL_WORKER = '/worker.js'

/** Where the worker is that colours code. `bin/build.ts` writes it in: its name has the hash of what it does. */
declare const COLOURS_WORKER: string

export const coloursWorker = (): string => COLOURS_WORKER

interface TrustedTypes {
  createPolicy(
    name: string,
    rules: { createScriptURL(url: string): string },
  ): {
    createScriptURL(url: string): unknown
  }
}

/** The content policy lets no address become code but through this, and this is for two addresses only. */
const policy = (globalThis as { trustedTypes?: TrustedTypes }).trustedTypes?.createPolicy('flack', {
  createScriptURL: url => {
    if (url !== SHELL_WORKER && url !== coloursWorker()) throw new Error(`${url} is not a script of this page.`)
    return url
  },
})

/** The address of a script of ours, in the form in which this browser takes one. */
export const trustedScript = (url: string): string => (policy?.createScriptURL(url) ?? url) as string
