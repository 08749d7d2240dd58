import type { ComponentChildren } from 'preact'
import type { Block, Inline, Item } from '#domain/text/tree.ts'
import { say } from '../../words/say.ts'
import { CodeBlock } from './code-block.tsx'
import { Lines } from './lines.tsx'
import { Pieces } from './pieces.tsx'

/** Blocks below each other. Paragraphs that follow each other are one element, see `Lines`. */
export function Blocks({ blocks, isInside = false }: { blocks: readonly Block[]; isInside?: boolean }) {
  const drawn: ComponentChildren[] = []
  for (let at = 0; at < blocks.length; at += 1) {
    const block = blocks[at]
    if (block === undefined) break
    if (block.kind !== 'paragraph') drawn.push(<Spaced gap={block.gap}>{blockOf(block, isInside)}</Spaced>)
    else {
      const paragraphs = [block]
      for (let next = blocks[at + 1]; next?.kind === 'paragraph'; next = blocks[at + 1]) {
        paragraphs.push(next)
        at += 1
      }
      drawn.push(
        <Spaced gap={block.gap}>
          <Lines paragraphs={paragraphs} isInside={isInside} />
        </Spaced>,
      )
    }
  }
  return <>{drawn}</>
}

/** A blank line before a block stays one, however many there were. */
function Spaced({ gap, children }: { gap: number; children: ComponentChildren }) {
  return (
    <div class="text-block" data-gap={gap > 0 || undefined}>
      {children}
    </div>
  )
}

const blockOf = (block: Exclude<Block, { kind: 'paragraph' }>, isInside: boolean): ComponentChildren => {
  const dir = isInside ? undefined : 'auto'

  switch (block.kind) {
    case 'heading':
      return <Heading level={block.level} pieces={block.children} dir={dir} />
    case 'quote':
      return (
        <blockquote class="text-quote" dir={dir}>
          <Blocks blocks={block.blocks} isInside />
        </blockquote>
      )
    case 'list':
      return <List first={block.first} items={block.items} dir={dir} />
    case 'code':
      return <CodeBlock language={block.language} text={block.text} />
    case 'table':
      return <Table {...block} />
    case 'rule':
      return <hr class="text-rule" />
  }
}

type Dir = 'auto' | undefined

/** Below the day, which is a heading of the second level. */
function Heading({ level, pieces, dir }: { level: number; pieces: readonly Inline[]; dir: Dir }) {
  const Tag = (['h3', 'h4', 'h5'] as const)[level - 1] ?? 'h6'
  return (
    <Tag class="text-heading" dir={dir}>
      <Pieces pieces={pieces} />
    </Tag>
  )
}

function List({ first, items, dir }: { first: number | null; items: readonly Item[]; dir: Dir }) {
  const drawn = items.map(item => (
    <li
      dir="auto"
      class={item.checked === null ? undefined : 'text-task'}
      data-gap={item.gap > 0 || undefined}
      data-goes-on={item.goesOn}
    >
      {item.checked !== null && (
        <input type="checkbox" disabled checked={item.checked} aria-label={item.checked ? say`Done` : say`Not done`} />
      )}
      <Blocks blocks={item.blocks} isInside />
    </li>
  ))
  if (first === null)
    return (
      <ul class="text-list" dir={dir}>
        {drawn}
      </ul>
    )
  return (
    <ol class="text-list" dir={dir} start={first} data-digits={String(first + items.length - 1).length}>
      {drawn}
    </ol>
  )
}

function Table({ align, rows: all, part }: Block & { kind: 'table' }) {
  const heads = part === 'next' ? [] : all.slice(0, 1)
  const rows = all.slice(heads.length)
  const cells = (row: readonly Inline[][], Cell: 'th' | 'td') =>
    row.map((cell, column) => (
      <Cell dir="auto" data-align={align[column] ?? undefined}>
        <Pieces pieces={cell} />
      </Cell>
    ))
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
    <section class="text-table" aria-label={say`Table`} tabIndex={0} data-part={part}>
      <table>
        {heads.map(head => (
          <thead>
            <tr>{cells(head, 'th')}</tr>
          </thead>
        ))}
        <tbody>
          {rows.map(row => (
            <tr>{cells(row, 'td')}</tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}
