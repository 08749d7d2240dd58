import { signal } from '@preact/signals'

/** Which message the pointer or the focus is on: only there its actions are drawn. */
export class Rows {
  readonly #pointed = signal<number | null>(null)
  readonly #focused = signal<number | null>(null)

  /** Looks before it judges: a line that has no seq yet must hear of the pointer when it has one. */
  wants(seq: number | null): boolean {
    const pointed = this.#pointed.value
    const focused = this.#focused.value
    return seq !== null && (pointed === seq || focused === seq)
  }

  /** A finger points at nothing: where it taps, the focus goes. */
  pointAt(event: PointerEvent | null): void {
    this.#pointed.value = event === null || event.pointerType === 'touch' ? null : seqAt(event.target)
  }

  focusOn(target: EventTarget | null): void {
    this.#focused.value = seqAt(target)
  }
}

const seqAt = (target: EventTarget | null): number | null => {
  const seq = target instanceof Element && target.closest<HTMLElement>('article')?.dataset.seq
  return seq ? Number(seq) : null
}
