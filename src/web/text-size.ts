/** Shows conversations in a size, in pixels; `tokens.css` has the sizes. */
export const showTextSize = (size: number): void => {
  document.documentElement.dataset.textSize = String(size)
}
