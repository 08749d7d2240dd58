import { attempt } from '../../sync/attempt.ts'

/**
 * Whether this browser keeps cookies for this page. Without one the server knows nobody again: each try to join would
 * use a name up, and leave a person behind that nobody can be any more.
 */
export const keepsCookies = (): boolean => {
  if (!navigator.cookieEnabled) return false
  const kept = attempt(() => {
    // biome-ignore lint/suspicious/noDocumentCookie: the newer way is for secure pages alone
    document.cookie = `${TRY}=1; Max-Age=60; SameSite=Lax; Path=/`
    return document.cookie.includes(`${TRY}=`)
  })
  // biome-ignore lint/suspicious/noDocumentCookie: as above
  attempt(() => (document.cookie = `${TRY}=; Max-Age=0; SameSite=Lax; Path=/`))
  return kept === true
}

const TRY = 'flack-try'
