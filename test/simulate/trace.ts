/** What happened, as one hash: the same seed must give the same. Drawn tokens never enter, everything else does. */
export class Trace {
  readonly #hash = new Bun.CryptoHasher('sha256')
  readonly #tail: string[] = []
  events = 0

  add(now: number, line: string): void {
    const event = `${now.toFixed(3)} ${line}`
    this.#hash.update(`${event}\n`)
    this.events++
    this.#tail.push(event.slice(0, 400))
    if (this.#tail.length > 4000) this.#tail.splice(0, 2000)
  }

  digest(): string {
    return this.#hash.digest('hex')
  }

  /** The last events, to be read where a run fails. */
  tail(count: number): string {
    return this.#tail.slice(-count).join('\n')
  }
}
