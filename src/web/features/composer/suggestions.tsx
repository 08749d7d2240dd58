import { useSignal } from '@preact/signals'
import { useEffect, useId, useLayoutEffect, useRef } from 'preact/hooks'
import { isComposing } from '../../ui/keys.ts'
import { say } from '../../words/say.ts'
import { useClient } from '../client.ts'
import { noteUse } from '../emoji/used.ts'
import { applyEdit } from './apply-edit.ts'
import type { Candidate } from './candidates.ts'
import { type Completing, completingAt } from './completing.ts'
import { convertTyped } from './convert-typed.ts'
import { rememberSuggested } from './known-names.ts'
import { candidatesFor } from './suggested.ts'

export interface SuggestionsProps {
  field: { readonly current: HTMLTextAreaElement | null }
  /** Whose people come first. */
  channel: string | null
  /** Filled with what hears the keys of the field before the field does; it says whether a key was its own. */
  keys: { current: ((event: KeyboardEvent) => boolean) | null }
}

/**
 * What can be named while one types: people after "@", channels after "#", emoji after ":". The field keeps the focus and
 * says by ARIA which one is chosen; a choice is put into the text as if it were typed.
 */
export function Suggestions({ field, channel, keys }: SuggestionsProps) {
  const id = useId()
  const list = useRef<HTMLDivElement>(null)
  const { candidates, at, choose, pick, press } = useCompletion(field, channel)
  const isOpen = candidates.length > 0
  useLayoutEffect(() => {
    keys.current = isOpen ? press : null
    return () => {
      keys.current = null
    }
  })
  useLayoutEffect(() => {
    if (isOpen && list.current !== null && field.current !== null) open(list.current, field.current)
  }, [isOpen, candidates.length])
  useLayoutEffect(() => {
    list.current?.querySelector('[aria-selected="true"]')?.scrollIntoView({ block: 'nearest' })
    return describe(field.current, isOpen ? { list: id, option: `${id}-${at}` } : null)
  }, [isOpen, at, candidates])
  if (!isOpen) return null
  return (
    <div class="suggestions" ref={list} id={id} role="listbox" aria-label={say`Suggestions`} popover="manual">
      {candidates.map(({ key, name, note, sign }, index) => (
        // biome-ignore lint/a11y/useKeyWithClickEvents lint/a11y/useFocusableInteractive: the keys are the field's, which keeps the focus
        <div
          key={key}
          id={`${id}-${index}`}
          class="suggestion"
          role="option"
          aria-selected={index === at}
          aria-label={name}
          onPointerDown={event => event.preventDefault()}
          onPointerMove={() => choose(index)}
          onClick={() => pick(index)}
        >
          {sign !== undefined && <span class="emoji">{sign}</span>}
          <bdi class="suggestion-name">{name}</bdi>
          {note !== undefined && <span class="suggestion-note">{note}</span>}
        </div>
      ))}
    </div>
  )
}

/** What is being completed, and what it may become. It opens by typing alone, and follows the caret from there. */
const useCompletion = (field: SuggestionsProps['field'], channel: string | null) => {
  const client = useClient()
  const completing = useSignal<Completing | null>(null)
  const candidates = useSignal<readonly Candidate[]>([])
  const at = useSignal(0)
  // Where one was picked or waved away there is nothing more to ask: "@Ada " may go on as "@Ada Lovelace", but need not.
  const done = useRef<number | null>(null)
  const close = () => {
    completing.value = null
    candidates.value = []
  }
  const look = () => {
    const here = placeIn(field.current)
    if (here?.from !== done.current) done.current = null
    if (here === null || done.current !== null) return close()
    completing.value = here
    at.value = 0
    const show = (all: readonly Candidate[]) => {
      // What comes late is for what was typed then.
      if (completing.peek() !== here) return
      const chosen = at.peek() === 0 ? undefined : candidates.peek()[at.peek()]?.key
      candidates.value = all
      at.value = Math.max(
        0,
        all.findIndex(({ key }) => key === chosen),
      )
    }
    candidatesFor(client, channel, here, show)
  }
  useFieldEvents(field, look, completing, close)
  const pick = (index: number) => {
    const [here, chosen] = [completing.peek(), candidates.peek()[index]]
    close()
    done.current = here?.from ?? null
    if (here === null || chosen === undefined || field.current === null) return
    if (chosen.person !== undefined) rememberSuggested(chosen.person)
    put(field.current, here, chosen)
    if (here.sign === ':') noteUse(chosen.key)
  }
  const press = (event: KeyboardEvent): boolean => {
    const { length } = candidates.peek()
    const step = { ArrowDown: 1, ArrowUp: length - 1 }[event.key]
    if (isComposing(event) || length === 0 || event.ctrlKey || event.metaKey || event.altKey || event.shiftKey)
      return false
    if (step !== undefined) at.value = (at.peek() + step) % length
    else if (event.key === 'Enter' || event.key === 'Tab') pick(at.peek())
    else if (event.key === 'Escape') {
      done.current = completing.peek()?.from ?? null
      close()
    } else return false
    return true
  }
  const choose = (index: number) => {
    at.value = index
  }
  return { candidates: candidates.value, at: at.value, choose, pick, press }
}

const useFieldEvents = (
  field: SuggestionsProps['field'],
  look: () => void,
  completing: { peek(): Completing | null },
  close: () => void,
): void => {
  useEffect(() => {
    const element = field.current
    const typed = (event: Event) => {
      look()
      if (element !== null) void convertTyped(event, element)
    }
    const moved = () => {
      const before = completing.peek()
      if (before !== null && placeIn(element)?.from !== before.from) close()
    }
    element?.addEventListener('input', typed)
    element?.addEventListener('blur', close)
    document.addEventListener('selectionchange', moved)
    return () => {
      element?.removeEventListener('input', typed)
      element?.removeEventListener('blur', close)
      document.removeEventListener('selectionchange', moved)
    }
  }, [])
}

const placeIn = (field: HTMLTextAreaElement | null): Completing | null => {
  if (field === null || field.selectionStart !== field.selectionEnd) return null
  return completingAt(field.value, field.selectionStart)
}

/** A blank goes after a name, where there is none yet; an emoji stands for itself. */
const put = (field: HTMLTextAreaElement, { sign, from }: Completing, chosen: Candidate): void => {
  const to = field.selectionStart
  const blank = sign === ':' || /^\s/.test(field.value.slice(to)) ? '' : ' '
  const caret = from + chosen.put.length + 1 - Number(sign === ':')
  applyEdit(field, { from, to, put: chosen.put + blank, select: [caret, caret] })
}

/** A textarea may not be a combobox, and stays the text field that it is; these say all that one would. */
const describe = (field: HTMLTextAreaElement | null, shown: { list: string; option: string } | null) => {
  if (field === null || shown === null) return
  field.setAttribute('aria-autocomplete', 'list')
  field.setAttribute('aria-haspopup', 'listbox')
  field.setAttribute('aria-controls', shown.list)
  field.setAttribute('aria-activedescendant', shown.option)
  return () => {
    for (const name of ['autocomplete', 'haspopup', 'controls', 'activedescendant'])
      field.removeAttribute(`aria-${name}`)
  }
}

const GAP = 4

/** Above the field where there is room, else below it, over everything else. */
const open = (list: HTMLElement, field: HTMLElement): void => {
  if (!list.matches(':popover-open')) list.showPopover()
  const box = (field.closest('.composer') ?? field).getBoundingClientRect()
  const above = box.top - list.offsetHeight - GAP
  list.style.top = `${above >= 0 ? above : box.bottom + GAP}px`
  list.style.left = `${box.left}px`
  list.style.maxWidth = `${box.width}px`
}
