import { useEffect } from 'preact/hooks'
import { isFixedSection } from '#protocol/sections.ts'
import { parseRoute } from '../../routes.ts'
import { useClient } from '../client.ts'
import { arrange, putInto } from './section-acts.ts'

const KIND = 'application/x-flack-channel'

/**
 * A line of the list can be dragged into another section. Everything it does the menu of a channel does by key. Links are
 * draggable by themselves, so that only what they are dropped on is listened to.
 */
export const useDragging = (): void => {
  const client = useClient()
  useEffect(() => {
    const lists = document.querySelector<HTMLElement>('.lists')
    if (lists === null) return
    const start = (event: DragEvent) => {
      const link = event.target instanceof Element ? event.target.closest('a.channel-link') : null
      const at = link instanceof HTMLAnchorElement ? parseRoute(link.pathname) : null
      if (at?.page === 'channel') event.dataTransfer?.setData(KIND, at.channel)
    }
    const over = (event: DragEvent) => {
      const target = event.dataTransfer?.types.includes(KIND) ? sectionAt(event) : null
      mark(lists, target)
      if (target !== null) event.preventDefault()
    }
    const drop = (event: DragEvent) => {
      const section = sectionAt(event)?.dataset.section
      const channel = event.dataTransfer?.getData(KIND)
      mark(lists, null)
      if (section === undefined || !channel) return
      event.preventDefault()
      if (section === 'starred') arrange(client, channel, { star: true })
      else putInto(client, channel, isFixedSection(section) ? null : section)
    }
    const end = () => mark(lists, null)
    lists.addEventListener('dragstart', start)
    lists.addEventListener('dragover', over)
    lists.addEventListener('drop', drop)
    lists.addEventListener('dragend', end)
    return () => {
      lists.removeEventListener('dragstart', start)
      lists.removeEventListener('dragover', over)
      lists.removeEventListener('drop', drop)
      lists.removeEventListener('dragend', end)
    }
  }, [client])
}

const sectionAt = ({ target }: Event): HTMLElement | null =>
  target instanceof Element ? target.closest<HTMLElement>('[data-section]') : null

const mark = (lists: HTMLElement, section: HTMLElement | null): void => {
  for (const each of lists.querySelectorAll<HTMLElement>('[data-section]')) {
    if (each === section) each.dataset.over = 'true'
    else delete each.dataset.over
  }
}
