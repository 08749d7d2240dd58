import { type Signal, signal } from '@preact/signals'
import { go, route } from '../../navigation.ts'
import { pathOf } from '../../routes.ts'

/** The message that the address names, until the reader has left it. */
export class LinkedMessage {
  readonly seq: Signal<number | null>
  /** Whether the focus is still to go there. */
  #isFollowed: boolean

  constructor(seq: number | null) {
    this.seq = signal(seq)
    this.#isFollowed = seq !== null
  }

  /** The address names another message. */
  follow(seq: number): void {
    this.seq.value = seq
    this.#isFollowed = true
  }

  /** The line is there. Who follows a link is on its message: it is read out, and keys go on from it. */
  arrive(line: HTMLElement | null): void {
    const isAsked = document.querySelector('dialog[open]') !== null
    if (this.#isFollowed && !isAsked) line?.focus({ preventScroll: true })
    this.#isFollowed = false
  }

  /** The focus stays where it is, since the reader is writing. */
  stay(): void {
    this.#isFollowed = false
  }

  /** The address is the channel's again: loaded anew, it is not to lead back to what the reader has left. */
  leave(): void {
    const seq = this.seq.peek()
    this.seq.value = null
    const at = route.peek()
    if (at.page === 'channel' && at.seq !== null && at.seq === seq) go(pathOf(at.channel), { replace: true })
  }
}
