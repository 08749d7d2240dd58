/** What the run has met: a run without these has proved little. */
export class Counters {
  holes = 0
  resets = 0
  resends = 0
  readonly #revs = new Map<string, number>()
  readonly #posted = new Set<string>()

  toClient(wire: string, text: string): void {
    if (text.startsWith('{"stream"')) this.#change(wire, text)
    else if (text.includes('"reset":true')) this.resets++
  }

  toServer(text: string): void {
    if (!text.includes('"do":"message.post"')) return
    const { clientId } = JSON.parse(text)
    if (this.#posted.has(clientId)) this.resends++
    this.#posted.add(clientId)
  }

  #change(wire: string, text: string): void {
    const { stream, since, rev } = JSON.parse(text)
    const key = `${wire} ${stream}`
    const before = this.#revs.get(key)
    if (before !== undefined && since > before) this.holes++
    this.#revs.set(key, Math.max(before ?? 0, rev))
  }
}
