/**
 * The few icons in use, drawn here so that they cost no request and no markup from strings: outlines of Lucide, copyright
 * Lucide Icons and Contributors, ISC licence.
 */
const outlines = {
  'arrow-down': ['M12 5v14', 'm19 12-7 7-7-7'],
  'arrow-up': ['M12 19V5', 'm5 12 7-7 7 7'],
  alert: ['M12 8v4', 'M12 16h.01', 'M22 12a10 10 0 1 1-20 0 10 10 0 0 1 20 0Z'],
  back: ['m15 18-6-6 6-6'],
  'chevron-down': ['m6 9 6 6 6-6'],
  'chevron-right': ['m9 18 6-6-6-6'],
  check: ['M20 6 9 17l-5-5'],
  clock: ['M22 12a10 10 0 1 1-20 0 10 10 0 0 1 20 0Z', 'M12 6v6l4 2'],
  close: ['M18 6 6 18', 'm6 6 12 12'],
  copy: [
    'M10 8h10a2 2 0 0 1 2 2v10a2 2 0 0 1-2 2H10a2 2 0 0 1-2-2V10a2 2 0 0 1 2-2Z',
    'M4 16a2 2 0 0 1-2-2V4a2 2 0 0 1 2-2h10a2 2 0 0 1 2 2',
  ],
  formats: [
    'm15 16 2.536-7.328a1.02 1.02 1 0 1 1.928 0L22 16',
    'M15.697 14h5.606',
    'm2 16 4.039-9.69a.5.5 0 0 1 .923 0L11 16',
    'M3.304 13h6.392',
  ],
  hash: ['M4 9h16', 'M4 15h16', 'M10 3 8 21', 'M16 3l-2 18'],
  lock: ['M5 11h14v10H5z', 'M8 11V7a4 4 0 0 1 8 0v4'],
  leave: ['m16 17 5-5-5-5', 'M21 12H9', 'M9 21H5a2 2 0 0 1-2-2V5a2 2 0 0 1 2-2h4'],
  link: ['M9 17H7A5 5 0 0 1 7 7h2', 'M15 7h2a5 5 0 1 1 0 10h-2', 'M8 12h8'],
  more: [
    'M13 12a1 1 0 1 1-2 0 1 1 0 0 1 2 0',
    'M20 12a1 1 0 1 1-2 0 1 1 0 0 1 2 0',
    'M6 12a1 1 0 1 1-2 0 1 1 0 0 1 2 0',
  ],
  plus: ['M5 12h14', 'M12 5v14'],
  react: ['M22 11v1a10 10 0 1 1-9-10', 'M8 14s1.5 2 4 2 4-2 4-2', 'M9 9h.01', 'M15 9h.01', 'M16 5h6', 'M19 2v6'],
  search: ['m21 21-4.3-4.3', 'M19 11a8 8 0 1 1-16 0 8 8 0 0 1 16 0Z'],
  send: [
    'M3.714 3.048a.498.498 0 0 0-.683.627l2.843 7.627a2 2 0 0 1 0 1.396l-2.842 7.627a.498.498 0 0 0 .682.627l18-8.5a.5.5 0 0 0 0-.904z',
    'M6 12h16',
  ],
  smile: ['M22 12a10 10 0 1 1-20 0 10 10 0 0 1 20 0Z', 'M8 14s1.5 2 4 2 4-2 4-2', 'M9 9h.01', 'M15 9h.01'],
} as const

/** The name of one that is here, or the outlines of one that comes with the part of the page that uses it. */
export type IconName = keyof typeof outlines | readonly string[]

/** An icon, always decoration: what it stands beside or in carries the name. */
export function Icon({ name, size = 16 }: { name: IconName; size?: 16 | 20 }) {
  const isOnward = name === 'back' || name === 'chevron-right' || name === 'send'
  return <Drawn outlines={typeof name === 'string' ? outlines[name] : name} size={size} isOnward={isOnward} />
}

/** An icon whose outlines come with the part of the page that uses it, and not with the first load. */
export function Drawn({
  outlines,
  size = 16,
  isOnward,
}: {
  outlines: readonly string[]
  size?: 16 | 20
  /** It points along the line: mirrored where that runs from right to left. */
  isOnward?: boolean
}) {
  return (
    <svg
      class="icon"
      width={size}
      height={size}
      viewBox="0 0 24 24"
      aria-hidden="true"
      data-onward={isOnward || undefined}
    >
      {outlines.map(outline => (
        <path key={outline} d={outline} />
      ))}
    </svg>
  )
}
