/** Shift+Page Up and Down go by day. */
export const isDayKey = ({ key, altKey, ctrlKey, metaKey, shiftKey }: KeyboardEvent): boolean =>
  (key === 'PageUp' || key === 'PageDown') && shiftKey && !altKey && !ctrlKey && !metaKey
