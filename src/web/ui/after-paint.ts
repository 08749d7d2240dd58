/** Runs what may wait until the reader sees what they asked for. In a hidden tab that is when it is seen again. */
export const afterPaint = (run: () => void): void => {
  requestAnimationFrame(() => setTimeout(run))
}
