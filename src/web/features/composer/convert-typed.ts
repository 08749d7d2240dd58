import { loadEmoji } from '../emoji/load.ts'
import { noteUse } from '../emoji/used.ts'
import { preferences } from '../preferences/chosen.ts'
import { applyEdit } from './apply-edit.ts'
import { isInCode } from './code.ts'

/** What stands for an emoji by itself, once a blank was typed after it. */
const EMOTICONS: Record<string, string> = {
  ':)': 'slightly_smiling_face',
  ':-)': 'slightly_smiling_face',
  ':(': 'disappointed',
  ':-(': 'disappointed',
  ':D': 'smile',
  ':-D': 'smile',
  ';)': 'wink',
  ';-)': 'wink',
  ':P': 'stuck_out_tongue',
  ':-P': 'stuck_out_tongue',
  ":'(": 'cry',
  ':o': 'open_mouth',
  ':|': 'neutral_face',
  ':*': 'kissing_heart',
  '<3': 'heart',
  '</3': 'broken_heart',
}

/**
 * Makes an emoji of what was just typed: `:tada:` with its second colon, `:)` with the blank after it. Only of what was
 * typed by key, so that undo brings it back for good, and never in code.
 */
export const convertTyped = async (event: Event, field: HTMLTextAreaElement): Promise<void> => {
  if (!(event instanceof InputEvent) || event.inputType !== 'insertText' || event.isComposing) return
  const { value, selectionStart: caret } = field
  const meant = meantBefore(value.slice(Math.max(0, caret - 60), caret), event.data)
  if (meant === null || isInCode(value, caret - 1)) return
  const { emojiOf, nameOf } = await loadEmoji()
  const sign = emojiOf(meant.name)
  // Somebody may have typed on while the emoji came.
  if (sign === null || field.value !== value || field.selectionStart !== caret) return
  const from = caret - meant.length
  const put = sign + meant.after
  applyEdit(field, { from, to: caret, put, select: [from + put.length, from + put.length] })
  // Under the name that the picker has for it, whichever of its names was typed.
  noteUse(nameOf(sign) ?? meant.name)
}

const meantBefore = (text: string, typed: string | null): { name: string; length: number; after: string } | null => {
  if (typed === ':') {
    const [all, name] = /(?<![\p{L}\p{N}:]):([a-z0-9_+'-]+(?:::skin-tone-[2-6])?):$/u.exec(text) ?? []
    return all === undefined || name === undefined ? null : { name, length: all.length, after: '' }
  }
  if (typed !== ' ' || !preferences.peek().emoticons) return null
  const word = /(?:^|\s)(\S{2,3}) $/.exec(text)?.[1] ?? ''
  const name = Object.hasOwn(EMOTICONS, word) ? EMOTICONS[word] : undefined
  return name === undefined ? null : { name, length: word.length + 1, after: ' ' }
}
