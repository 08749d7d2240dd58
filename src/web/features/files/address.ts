import type { ShownFile } from '../../sync/api.ts'

/** Whether the server has it: while it is on its way it is called by its upload. */
export const isSent = ({ id }: ShownFile): boolean => id.startsWith('F')

/** Where the content of a file is. Its name at the end is for who saves it. */
export const contentOf = ({ id, name }: ShownFile): string => `/files/${id}/${encodeURIComponent(name)}`

/** A small copy of a picture that fills so many pixels of the page; the picture itself where there is none, or none as large. */
export const copyOf = (file: ShownFile, pixels: number): string => {
  if (!file.thumbs) return contentOf(file)
  return `/files/${file.id}/thumb/${pixels * devicePixelRatio <= 360 ? 360 : 1080}`
}

/** A picture whose first frame is not all: it stands still until it is wanted. */
export const mayMove = ({ type }: ShownFile): boolean => type === 'image/gif'
