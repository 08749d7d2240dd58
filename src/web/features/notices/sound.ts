import type { Preferences } from '#protocol/preferences.ts'

/** One tone of a sound: when it begins (seconds), its pitch (hertz), and how long it takes to fade (seconds). */
type Tone = readonly [at: number, pitch: number, fade: number]

/** Made here, so that they cost nothing to fetch and belong to nobody else. */
const sounds: Readonly<Record<Exclude<Preferences['noticeSound'], 'off'>, readonly Tone[]>> = {
  knock: [
    [0, 180, 0.08],
    [0.11, 150, 0.1],
  ],
  chime: [
    [0, 660, 0.35],
    [0.12, 880, 0.5],
  ],
}

const LOUDNESS = 0.18
/** Silence cannot be the end of an exponential fade. */
const NEARLY_SILENT = 0.0001

let context: AudioContext | null = null

/** Browsers keep pages silent until somebody has touched them: then nothing is heard, and nothing fails. */
export const play = (sound: Preferences['noticeSound']): void => {
  if (sound === 'off') return
  context ??= new AudioContext()
  const now = context.currentTime
  for (const [at, pitch, fade] of sounds[sound]) {
    const tone = new OscillatorNode(context, { type: 'sine', frequency: pitch })
    const volume = new GainNode(context, { gain: LOUDNESS })
    volume.gain.setValueAtTime(LOUDNESS, now + at)
    volume.gain.exponentialRampToValueAtTime(NEARLY_SILENT, now + at + fade)
    tone.connect(volume).connect(context.destination)
    tone.start(now + at)
    tone.stop(now + at + fade)
  }
}
