/**
 * Runs what may wait until the reader sees what they asked for: one frame after it was painted, since what runs at once
 * after a frame is handed over delays it on its way to the screen. In a hidden tab that is when it is seen again.
 */
export const afterPaint = (run: () => void): void => {
  requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(run)))
}
