import { expect, test } from 'bun:test'
import { markdownOf } from './rich-paste.ts'

test.each([
  [
    'a page',
    '<p>See <b>this</b> and <i>that</i>, <a href="https://example.com/a">here</a>.</p>',
    'See **this** and *that*, [here](https://example.com/a).',
  ],
  ['paragraphs', '<p>One <s>x</s></p><p>Two</p>', 'One ~~x~~\n\nTwo'],
  ['lines of an editor', '<div>one <code>a</code></div><div>two</div>', 'one `a`\ntwo'],
  ['a list', '<ul><li>one<ul><li>deep</li></ul></li><li>two</li></ul>', '- one\n  - deep\n- two'],
  ['a list that is not closed', '<ol start=3><li>one<li>two</ol>', '3. one\n4. two'],
  [
    'tasks',
    '<ul><li><input type="checkbox" checked> done</li><li><input type="checkbox"> open</li></ul>',
    '- [x] done\n- [ ] open',
  ],
  ['a heading', '<h2>Title</h2><p>Text</p>', '## Title\n\nText'],
  ['a quote', '<blockquote><p>said</p></blockquote>', '> said'],
  ['code', '<pre><code class="language-js">let a = "&lt;b&gt;"\nb()\n</code></pre>', '```js\nlet a = "<b>"\nb()\n```'],
  [
    'Google',
    '<b style="font-weight:normal"><p><span style="font-weight:700">bold</span> plain</p></b>',
    '**bold** plain',
  ],
  ['spaces', '<b> bold </b>and <a href="https://example.com/"> b </a>.', '**bold** and [b](https://example.com/) .'],
  [
    'a bare address',
    '<p><b>x</b> <a href="https://example.com/a">https://example.com/a</a></p>',
    '**x** https://example.com/a',
  ],
])('%s becomes Markdown', (_, html, markdown) => expect(markdownOf(html)).toBe(markdown))

test('a table from a spreadsheet becomes a table', () => {
  const html = `<html><head><style>td {color: red}</style></head><body><!--StartFragment--><table>
    <tr><td>Name</td><td>Count</td></tr><tr><td>a|b</td><td>1<br>2</td></tr><tr><td>c</td></tr>
  </table><!--EndFragment--></body></html>`
  const lines = markdownOf(html)?.split('\n') ?? []
  expect(lines.map(line => line.replaceAll(/\s+/g, ' '))).toEqual([
    '| Name | Count |',
    '| --- | --- |',
    '| a\\|b | 1 2 |',
    '| c | |',
  ])
})

test.each([
  ['no format', '<p>One</p><p>Two</p>'],
  ['colours of an editor', '<div style="font-family: monospace"><span style="color:#f00">let</span> a</div>'],
  ['one cell', '<table><tr><td>only this</td></tr></table>'],
  ['one column', '<table><tr><td>a</td></tr><tr><td>b</td></tr></table>'],
  ['nothing', ''],
])('%s stays plain', (_, html) => expect(markdownOf(html)).toBeNull())

test('what is dangerous or broken is only words', () => {
  expect(markdownOf('<p><b>a</b><script>alert(1)</script><a href="javascript:alert(1)">b</a></p>')).toBe('**a**b')
  expect(markdownOf('<p><b>1 < 2 &amp; &#x1F600; &#0;</b')).toBe('**1 \\< 2 & 😀**')
  expect(markdownOf('<b>x</b><!-- never closed')).toBe('**x**')
})

test('what is deep or long takes no longer than its length', () => {
  expect(markdownOf('<b><div>'.repeat(20_000))).toBeNull()
  expect(markdownOf(`<ul>${'<li>x'.repeat(20_000)}</ul>`)?.length).toBeGreaterThan(40_000)
  expect(markdownOf(`<b>x</b>${'<'.repeat(100_000)}`)?.startsWith('**x**')).toBe(true)
  expect(markdownOf(`<b ${'a="'.repeat(30_000)}`)).toBeNull()
  expect(markdownOf('<!--'.repeat(50_000))).toBeNull()
})
