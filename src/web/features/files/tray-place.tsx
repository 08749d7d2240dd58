import type { RefObject } from 'preact'
import { focusToWrite } from '../composer/focus.ts'
import { LongPaste } from './long-paste.tsx'
import { onTheWayNow } from './on-the-way.ts'

interface TrayPlaceProps {
  channel: string
  field: RefObject<HTMLTextAreaElement | null>
}

/** The files that wait in the field of a channel; nothing while nobody has attached any. */
export function TrayPlace({ channel, field }: TrayPlaceProps) {
  const onTheWay = onTheWayNow()
  return (
    <>
      <LongPaste channel={channel} field={field} />
      {onTheWay !== null && <onTheWay.Tray uploads={onTheWay.uploads} channel={channel} onEmpty={focusToWrite} />}
    </>
  )
}
