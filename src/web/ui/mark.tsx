/** The mark alone; decoration, for it always stands beside the name. */
export function Mark({ size }: { size: number }) {
  return (
    <svg class="mark" width={size} height={size} viewBox="0 0 32 32" aria-hidden="true">
      <path class="mark-ground" d="M9 1h14a8 8 0 0 1 8 8v14a8 8 0 0 1-8 8H3a2 2 0 0 1-2-2V9a8 8 0 0 1 8-8Z" />
      <path class="mark-letter" d="M14 25V12.5A5.5 5.5 0 0 1 19.5 7H21M9.5 16H20" />
    </svg>
  )
}

/** "flack", drawn, so that it looks the same with every font. `size` is the height of its ascenders in pixels. */
export function Wordmark({ size }: { size: number }) {
  return (
    <svg class="wordmark" width={(size * 88) / 27} height={size} viewBox="0 0 88 27" role="img" aria-label="Flack">
      <path d="M5.5 25V8A5.5 5.5 0 0 1 11 2.5h1M2 10.5h9M18.5 2.5V25M42.5 10.5V25M42.5 17.8a7.2 7.2 0 1 1-14.4 0a7.2 7.2 0 1 1 14.4 0M62.6 12.7a7.2 7.2 0 1 0 0 10.2M70.5 2.5V25M84 10.5l-13.5 8M75.5 15.5L85 25" />
    </svg>
  )
}
