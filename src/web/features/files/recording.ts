import { signal } from '@preact/signals'

/** What is being recorded, and for which channel; null where nothing is. */
export const recording = signal<{ channel: string; kind: 'voice' | 'video' } | null>(null)

/** Whether this browser gives sounds and pictures to this page: on https, or the machine itself. */
export const mayRecord = (): boolean =>
  isSecureContext && typeof MediaRecorder === 'function' && navigator.mediaDevices?.getUserMedia !== undefined
