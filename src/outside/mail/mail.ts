/** Sends letters, one by one. */
export type Mail = {
  /** Whether the operator has set up where letters go. */
  readonly isOn: boolean
  /** Resolves once the letter is with somebody who carries it on; rejects otherwise. `id` is the same for one that is sent again. */
  send(letter: Letter): Promise<void>
}

/** `to` is one address; the text is plain. */
export type Letter = { id: string; to: string; subject: string; text: string }
