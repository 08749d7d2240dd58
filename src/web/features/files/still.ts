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
    const bitmap = await createImageBitmap(await (await fetch(src)).blob())
    const canvas = document.createElement('canvas')
    canvas.width = bitmap.width
    canvas.height = bitmap.height
    canvas.getContext('2d')?.drawImage(bitmap, 0, 0)
    bitmap.close()
    return await new Promise(resolve => canvas.toBlob(resolve))
  } catch {
    return null
  }
}
