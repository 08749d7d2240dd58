/** Whether passkeys can be here: browsers make them only where a page comes safely, under a name. */
export const canHavePasskeys = (): boolean =>
  isSecureContext && 'PublicKeyCredential' in window && !/^[\d.]+$|^\[/.test(location.hostname)

/** What speaks with the device: fetched by who has or wants a passkey. */
export const passkeyDevice = () => import('./passkey-device.ts')
