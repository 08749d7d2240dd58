import { useEffect } from 'preact/hooks'
import { exclusively } from '../../sync/tab-lock.ts'
import { useClient } from '../client.ts'
import { useBadge } from './badge.ts'
import { device, followDevice } from './device.ts'
import { Notifier } from './notifier.ts'

/**
 * Tells of messages while nobody looks: by marks on the tab and on the installed app, and where this browser may by
 * notifications, from one tab, however many are open.
 */
export function Notices() {
  const client = useClient()
  const isOn = device.value === 'on'
  useEffect(followDevice, [])
  useBadge(client)
  useEffect(() => {
    if (!isOn) return
    let end = () => {}
    let isOver = false
    void exclusively('flack-notices', async () => {
      if (isOver) return
      const notifier = new Notifier(client)
      await new Promise<void>(resolve => {
        end = resolve
      })
      notifier.stop()
    })
    return () => {
      isOver = true
      end()
    }
  }, [client, isOn])
  return null
}
