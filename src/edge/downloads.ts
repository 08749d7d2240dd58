/** What is being sent of files just now. Who loses a channel gets not one byte more of it (HUB-6). */
export class Downloads {
  readonly #running = new Map<string, Set<{ user: string; cut: () => void }>>()

  /** The same bytes, as long as their reader may have them: then they end with an error, which ends the connection. */
  begin(user: string, channel: string, bytes: ReadableStream<Uint8Array>): ReadableStream<Uint8Array> {
    const reader = bytes.getReader()
    const here = this.#running.get(channel) ?? new Set()
    this.#running.set(channel, here)
    const download = { user, cut: () => {} }
    here.add(download)
    const end = () => {
      here.delete(download)
      if (here.size === 0 && this.#running.get(channel) === here) this.#running.delete(channel)
    }
    return new ReadableStream<Uint8Array>(
      {
        start: controller => {
          download.cut = () => {
            end()
            controller.error(new Error('The reader has lost the channel.'))
            void reader.cancel().catch(() => {})
          }
        },
        pull: async controller => {
          const { done, value } = await reader.read()
          if (!here.has(download)) return
          if (!done) return controller.enqueue(value)
          end()
          controller.close()
        },
        cancel: reason => {
          end()
          return reader.cancel(reason)
        },
      },
      { highWaterMark: 0 },
    )
  }

  /** Somebody may not read a channel any more; null: nobody may as before. */
  lose(user: string | null, channel: string): void {
    for (const download of [...(this.#running.get(channel) ?? [])])
      if (user === null || download.user === user) download.cut()
  }
}
