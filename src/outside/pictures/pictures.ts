/** The sides of the small copies, in pixels: a picture is at most so wide and so high in them. */
export const THUMB_SIDES = [360, 1080] as const
export type ThumbSide = (typeof THUMB_SIDES)[number]

/** What is known of a picture once it was decoded. */
export type Picture = {
  type: string
  /** As it is shown: the orientation that a camera noted is applied. */
  width: number
  height: number
  /** A thumbhash, base64. */
  placeholder: string
  /** WebP, by side. */
  thumbs: Readonly<Record<ThumbSide, Uint8Array>>
  /** The file itself without what it told of where, when and with what it was taken, and without what hid behind its end. */
  cleaned: Uint8Array
}

/** Decodes pictures where it harms nobody: apart from the server, with limits of time, memory and pixels. */
export type Pictures = {
  /** Null where it is no picture that can be read within the limits. Never rejects for what is in the bytes. */
  look(bytes: ReadableStream<Uint8Array>): Promise<Picture | null>
}
