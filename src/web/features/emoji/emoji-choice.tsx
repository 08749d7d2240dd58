import { type Signal, useComputed, useSignal } from '@preact/signals'
import type { ComponentChildren, RefObject } from 'preact'
import { useEffect, useLayoutEffect, useRef } from 'preact/hooks'
import { rememberedTone, rememberTone } from '../../remembered.ts'
import { IconButton } from '../../ui/button.tsx'
import { isComposing } from '../../ui/keys.ts'
import { say } from '../../words/say.ts'
import { EmojiGrid, type Pickable, type Section, type Wanted } from './emoji-grid.tsx'
import { EmojiTabs } from './emoji-tabs.tsx'
import { findEmoji } from './find.ts'
import { buttonsIn, moveInGrid } from './grid-keys.ts'
import { loadLocalWords } from './local-words.ts'
import { SkinTone } from './skin-tone.tsx'
import { type Emoji, emojiNamed, groups, nameIn, signIn, type Tone, toneOf } from './table.ts'
import { noteUse, usedLast } from './used.ts'

interface EmojiChoiceProps {
  onPick: (name: string) => void
  onClose: () => void
}

/** What the dialog "Emoji" holds: a search, the groups with those that were used last, and the skin tone. */
export function EmojiChoice({ onPick, onClose }: EmojiChoiceProps) {
  const query = useSignal('')
  const tone = useSignal<Tone>(rememberedTone())
  const hint = useSignal('')
  const list = useRef<HTMLDivElement>(null)
  const search = useRef<HTMLInputElement>(null)
  const sections = useSections(query, tone)
  // The dialog stood there before there was a field to take the focus.
  useLayoutEffect(() => search.current?.focus(), [])
  useEffect(() => void loadLocalWords(), [])
  const current = useSignal(0)
  const wanted = useSignal<Wanted | null>(null)
  const pick = (name: string) => {
    noteUse(name)
    onPick(name)
  }
  return (
    <>
      <Head query={query} list={list} search={search} onPick={pick} onClose={onClose} />
      {query.value.trim() === '' && (
        <EmojiTabs
          sections={sections.value}
          current={current.value}
          onChoose={section => {
            wanted.value = { section }
          }}
        />
      )}
      <List
        list={list}
        search={search}
        onPick={pick}
        hint={hint}
        onScroll={() => (current.value = groupAt(list.current))}
      >
        {sections.value.length === 0 && <p class="emoji-note">{say`No emoji is called that.`}</p>}
        <EmojiGrid key={query.value} sections={sections.value} list={list} wanted={wanted} />
      </List>
      <div class="emoji-foot">
        <span class="emoji-hint">{hint}</span>
        <SkinTone
          tone={tone.value}
          onChange={chosen => {
            tone.value = chosen
            rememberTone(chosen)
          }}
        />
      </div>
    </>
  )
}

interface HeadProps extends EmojiChoiceProps {
  query: Signal<string>
  list: RefObject<HTMLElement | null>
  search: RefObject<HTMLInputElement | null>
}

function Head({ query, list, search, onPick, onClose }: HeadProps) {
  return (
    <div class="emoji-head">
      <input
        type="search"
        ref={search}
        aria-label={say`Search emoji`}
        placeholder={say`Search emoji`}
        autoComplete="off"
        autoCapitalize="off"
        spellcheck={false}
        value={query.value}
        onInput={event => {
          query.value = event.currentTarget.value
        }}
        onKeyDown={event => pressInSearch(event, list.current, onPick)}
      />
      <IconButton icon="close" label={say`Close`} onClick={onClose} />
    </div>
  )
}

interface ListProps {
  list: RefObject<HTMLDivElement | null>
  search: RefObject<HTMLElement | null>
  hint: Signal<string>
  onPick: (name: string) => void
  onScroll: () => void
  children: ComponentChildren
}

/** What scrolls. It hears for all buttons in it, of which there are many. */
function List({ list, search, hint, onPick, onScroll, children }: ListProps) {
  const show = (target: EventTarget | null) => {
    hint.value = hintOf(target)
  }
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the buttons inside are what is used; keys walk between them
    <div
      class="emoji-list"
      ref={list}
      onClick={event => {
        const chosen = buttonAt(event.target)?.dataset.kept
        if (chosen !== undefined) onPick(chosen)
      }}
      onKeyDown={event => pressInGrid(event, list.current, search.current)}
      onFocusIn={event => {
        show(event.target)
        keepPlace(list.current, event.target)
      }}
      onPointerOver={event => show(event.target)}
      onScroll={onScroll}
    >
      {children}
    </div>
  )
}

/** Which group is at the upper edge of what one sees. */
const groupAt = (list: HTMLElement | null): number => {
  const edge = list?.getBoundingClientRect().top ?? 0
  const groups = [...(list?.querySelectorAll('[role="group"]') ?? [])]
  return Math.max(
    0,
    groups.findLastIndex(group => group.getBoundingClientRect().top <= edge + 1),
  )
}

const useSections = (query: Signal<string>, tone: Signal<Tone>) =>
  useComputed((): readonly Section[] => {
    if (query.value.trim() !== '') {
      const found = findEmoji(query.value)
      return found.length === 0 ? [] : [{ name: say`Found`, emoji: found.map(emoji => pickable(emoji, tone.value)) }]
    }
    const recent = usedLast().flatMap(name => {
      const emoji = emojiNamed(name)
      return emoji === null ? [] : [pickable(emoji, toneOf(name))]
    })
    // Each is there once.
    const isFirst = new Set(recent.map(({ name }) => name))
    const all = groups.map(({ name, emoji }) => ({
      name,
      emoji: emoji.map(one => pickable(one, tone.value)).filter(one => !isFirst.has(one.name)),
    }))
    return recent.length === 0 ? all : [{ name: say`Used last`, emoji: recent }, ...all]
  })

const pickable = (emoji: Emoji, tone: Tone): Pickable => ({
  kept: nameIn(emoji, tone),
  sign: signIn(emoji, tone),
  name: emoji.names[0] ?? '',
  label: emoji.label,
})

/** Enter takes the first that was found, and Down goes to it. */
const pressInSearch = (
  event: KeyboardEvent & { currentTarget: HTMLInputElement },
  list: HTMLElement | null,
  pick: (name: string) => void,
): void => {
  const [first] = buttonsIn(list)
  if (isComposing(event) || first === undefined) return
  if (event.key === 'ArrowDown') first.focus()
  else if (event.key === 'Enter' && event.currentTarget.value.trim() !== '') pick(first.dataset.kept ?? '')
  else return
  event.preventDefault()
}

/** Arrows walk; from the first line up, and with a letter, it goes back to the search. */
const pressInGrid = (event: KeyboardEvent, list: HTMLElement | null, search: HTMLElement | null): void => {
  const { altKey, ctrlKey, key, metaKey } = event
  if (altKey || ctrlKey || metaKey) return
  if (key.length === 1 && key !== ' ') {
    // The focus moves before the key writes, so that its letter comes into the search.
    search?.focus()
    return
  }
  const moved = moveInGrid(buttonsIn(list), document.activeElement, key)
  if (moved === null) return
  event.preventDefault()
  if (moved === 'above') search?.focus()
  else moved.focus()
}

const buttonAt = (target: EventTarget | null): HTMLElement | null =>
  target instanceof Element ? target.closest<HTMLElement>('[data-kept]') : null

const hintOf = (target: EventTarget | null): string => {
  const name = buttonAt(target)?.getAttribute('aria-label')
  return name == null ? '' : `:${name}:`
}

/** All emoji are one stop of Tab: the one where one was last. */
const keepPlace = (list: HTMLElement | null, target: EventTarget | null): void => {
  const button = buttonAt(target)
  if (button === null) return
  for (const other of list?.querySelectorAll<HTMLElement>('[data-kept][tabindex="0"]') ?? []) other.tabIndex = -1
  button.tabIndex = 0
}
