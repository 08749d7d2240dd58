import { useSignal } from '@preact/signals'
import { useEffect } from 'preact/hooks'

/** The first frame of a picture that moves, as an address; null until it is there, and without a picture. */
export const useStill = (src: string | null): string | null => {
  const still = useSignal<string | null>(null)
  useEffect(() => {
    if (src === null) return
    let url: string | null = null
    let isDrawn = true
    void firstFrame(src).then(blob => {
      if (blob === null || !isDrawn) return
      url = URL.createObjectURL(blob)
      still.value = url
    })
    return () => {
      isDrawn = false
      if (url !== null) URL.revokeObjectURL(url)
    }
  }, [src, still])
  return still.value
}

const firstFrame = async (src: string): Promise<Blob | null> => {
  try {
    // Not fetched: the content policy lets nothing be fetched that this page has made.
    const picture = new Image()
    picture.src = src
    await picture.decode()
    const canvas = document.createElement('canvas')
    canvas.width = picture.naturalWidth
    canvas.height = picture.naturalHeight
    canvas.getContext('2d')?.drawImage(picture, 0, 0)
    return await new Promise(resolve => canvas.toBlob(resolve))
  } catch {
    return null
  }
}
