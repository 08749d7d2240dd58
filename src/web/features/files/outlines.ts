/** Outlines of Lucide that only files need, see `ui/icon.tsx`. */

export const CLIP = [
  'm16 6-8.414 8.586a2 2 0 0 0 2.829 2.829l8.414-8.586a4 4 0 1 0-5.657-5.657l-8.379 8.551a6 6 0 1 0 8.485 8.485l8.379-8.551',
]
export const CAMERA = [
  'M14.5 4h-5L7 7H4a2 2 0 0 0-2 2v9a2 2 0 0 0 2 2h16a2 2 0 0 0 2-2V9a2 2 0 0 0-2-2h-3l-2.5-3z',
  'M15 13a3 3 0 1 1-6 0 3 3 0 0 1 6 0',
]
export const GRIP = [
  'M10 5a1 1 0 1 1-2 0 1 1 0 0 1 2 0',
  'M10 12a1 1 0 1 1-2 0 1 1 0 0 1 2 0',
  'M10 19a1 1 0 1 1-2 0 1 1 0 0 1 2 0',
  'M16 5a1 1 0 1 1-2 0 1 1 0 0 1 2 0',
  'M16 12a1 1 0 1 1-2 0 1 1 0 0 1 2 0',
  'M16 19a1 1 0 1 1-2 0 1 1 0 0 1 2 0',
]
export const PAPER = ['M15 2H6a2 2 0 0 0-2 2v16a2 2 0 0 0 2 2h12a2 2 0 0 0 2-2V7Z', 'M14 2v4a2 2 0 0 0 2 2h4']
export const DOWNLOAD = ['M12 15V3', 'M21 15v4a2 2 0 0 1-2 2H5a2 2 0 0 1-2-2v-4', 'm7 10 5 5 5-5']
export const AGAIN = ['M21 12a9 9 0 1 1-9-9c2.52 0 4.93 1 6.74 2.74L21 8', 'M21 3v5h-5']
export const DESCRIBE = ['M4 6h16', 'M4 12h10', 'M4 18h6', 'm15 18 2 2 4-4']
export const ZOOM_IN = ['m21 21-4.3-4.3', 'M19 11a8 8 0 1 1-16 0 8 8 0 0 1 16 0Z', 'M11 8v6', 'M8 11h6']
export const ZOOM_OUT = ['m21 21-4.3-4.3', 'M19 11a8 8 0 1 1-16 0 8 8 0 0 1 16 0Z', 'M8 11h6']
export const LEAD = ['M7 7h10v10', 'M7 17 17 7']
export const MICROPHONE = ['M12 19v3', 'M19 10v2a7 7 0 0 1-14 0v-2', 'M9 5a3 3 0 0 1 6 0v7a3 3 0 0 1-6 0z']
export const FILM = [
  'm16 13 5.2 3.5a.5.5 0 0 0 .8-.4V7.9a.5.5 0 0 0-.8-.4L16 11',
  'M4 6h10a2 2 0 0 1 2 2v8a2 2 0 0 1-2 2H4a2 2 0 0 1-2-2V8a2 2 0 0 1 2-2Z',
]
