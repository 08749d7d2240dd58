/** What `work` answers; null where the browser does not let it happen: some forbid their storage, and throw. */
export const attempt = <T>(work: () => T): T | null => {
  try {
    return work()
  } catch {
    return null
  }
}
