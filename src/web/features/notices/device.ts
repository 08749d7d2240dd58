import { signal } from '@preact/signals'
import { rememberNotices, wantsNotices } from '../../remembered.ts'

/**
 * Whether this browser tells of messages: it cannot (browsers keep that for secure pages), nobody has asked for it, it was
 * turned off here, the browser's own settings forbid it, or it does.
 */
type Device = 'cannot' | 'unasked' | 'off' | 'forbidden' | 'on'

/** There only a service worker may notify: the constructor throws. */
const isAndroid = navigator.userAgent.includes('Android')

const look = (): Device => {
  if (typeof Notification === 'undefined' || !isSecureContext || isAndroid) return 'cannot'
  if (Notification.permission === 'denied') return 'forbidden'
  if (Notification.permission === 'default') return 'unasked'
  return wantsNotices() ? 'on' : 'off'
}

export const device = signal<Device>(look())

/** Asks the browser where it has to be asked. Only out of a click: browsers ignore it otherwise. */
export const turnOn = async (): Promise<void> => {
  rememberNotices(true)
  if (look() === 'unasked') await Notification.requestPermission()
  device.value = look()
}

export const turnOff = (): void => {
  rememberNotices(false)
  device.value = look()
}

/** What somebody changes in the settings of their browser, or in another tab, holds at once. Returns how to stop. */
export const followDevice = (): (() => void) => {
  const update = () => {
    device.value = look()
  }
  addEventListener('storage', update)
  addEventListener('focus', update)
  return () => {
    removeEventListener('storage', update)
    removeEventListener('focus', update)
  }
}
