/** Whether whatever is focused there has a use of its own for keys: a field, a menu, a dialog. Then they mean that alone. */
export const takesKeys = (target: EventTarget | null): boolean =>
  target instanceof Element &&
  target.closest('input, textarea, select, [contenteditable], dialog, [role="menu"], [role="listbox"]') !== null
