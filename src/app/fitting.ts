/** The items from the front whose JSON fits into so many bytes of a list. */
export const fitting = <T>(items: readonly T[], bytes: number): T[] => {
  let used = 0
  const end = items.findIndex(item => {
    used += Buffer.byteLength(JSON.stringify(item)) + 1
    return used > bytes
  })
  return end === -1 ? [...items] : items.slice(0, end)
}
