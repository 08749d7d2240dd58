import type { RefObject } from 'preact'
import { lateStyles } from '../../ui/late-styles.ts'
import { later } from '../../ui/later.tsx'
import { focusToWrite } from '../composer/focus.ts'
import { LongPaste } from './long-paste.tsx'
import { onTheWayNow } from './on-the-way.ts'
import { recording } from './recording.ts'

const recorder = later(() => Promise.all([import('./recorder.tsx'), lateStyles()]).then(([{ Recorder }]) => Recorder))

interface TrayPlaceProps {
  channel: string
  field: RefObject<HTMLTextAreaElement | null>
}

/** The files that wait in the field of a channel; nothing while nobody has attached any. */
export function TrayPlace({ channel, field }: TrayPlaceProps) {
  const onTheWay = onTheWayNow()
  const { value: recorded } = recording
  return (
    <>
      <LongPaste channel={channel} field={field} />
      {recorded?.channel === channel && <recorder.Later key={recorded.kind} {...recorded} onEnd={focusToWrite} />}
      {onTheWay !== null && <onTheWay.Tray uploads={onTheWay.uploads} channel={channel} onEmpty={focusToWrite} />}
    </>
  )
}
