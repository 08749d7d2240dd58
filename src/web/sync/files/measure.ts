/** Pictures that every browser draws. SVG is none of them: nobody draws a stranger's. */
const PICTURES = ['image/png', 'image/jpeg', 'image/gif', 'image/webp', 'image/avif', 'image/bmp']

export const isPicture = (type: string): boolean => PICTURES.includes(type)

/** The size of a picture, turned as it will be shown; null where this browser cannot read it. */
export const sizeOf = async (url: string): Promise<{ width: number; height: number } | null> => {
  const picture = new Image()
  picture.src = url
  try {
    await picture.decode()
    return { width: picture.naturalWidth, height: picture.naturalHeight }
  } catch {
    return null
  }
}
