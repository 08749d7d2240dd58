/** Texts that some parser of Markdown took seconds for, by cmark's, markdown-it's and our own trials: what is repeated, and what is put around. */
export const pathological: Record<string, (length: number) => string> = {
  'nested strong emphasis': n => `${'*a **a '.repeat(n / 14)}b${' a** a*'.repeat(n / 14)}`,
  'closers without openers': n => 'a_ '.repeat(n / 3),
  'openers without closers': n => '_a '.repeat(n / 3),
  'closers of links': n => 'a]'.repeat(n / 2),
  'openers of links': n => '[a'.repeat(n / 2),
  'mismatched openers and closers': n => '*a_ '.repeat(n / 4),
  'emphasis that changes': n => '_*a '.repeat(n / 4),
  'stars and underscores': n => `${'*_'.repeat(n / 4)}a${'_*'.repeat(n / 4)}`,
  'a run of stars': n => '*'.repeat(n),
  'two runs of stars': n => `${'*'.repeat(n / 2)}a${'*'.repeat(n / 2)}`,
  'openers and closers of three': n => `a**b${'c* '.repeat(n / 3)}`,
  'links without an end': n => '[a](b'.repeat(n / 5),
  'targets without an end': n => '[a]('.repeat(n / 4),
  'bracketed targets without an end': n => '[a](<b'.repeat(n / 6),
  'titles without an end': n => '[a](b "'.repeat(n / 7),
  'nested brackets': n => `${'['.repeat(n / 2)}a${']'.repeat(n / 2)}`,
  'brackets and escapes': n => '\\*]'.repeat(n / 3),
  'links inside links': n => `${'['.repeat(n / 30)}${'a](https://a.example/)'.repeat(n / 30)}`,
  'images without an end': n => '![a]('.repeat(n / 5),
  'backticks of every length': n => backticks(n),
  'backticks without a partner': n => 'a`b``'.repeat(n / 5),
  'a run of backticks': n => '`'.repeat(n),
  'tags without an end': n => '<a '.repeat(n / 3),
  'comments without an end': n => '<!-- '.repeat(n / 5),
  'autolinks without an end': n => '<https://a'.repeat(n / 10),
  'mail without an end': n => '<a@'.repeat(n / 3),
  'references without an end': n => '<@U12345678|'.repeat(n / 12),
  'quotes in one line': n => '> '.repeat(n / 2),
  'signs of quotes': n => '>'.repeat(n),
  'quotes in every line': n => '> a\n'.repeat(n / 4),
  'emphasis over a quote': n => `> *a\n${'> b\n'.repeat(n / 4)}> c*`,
  'deeper quotes': n => deeper(n, '> '),
  'lists in one line': n => '- '.repeat(n / 2),
  'stars of lists in one line': n => '* '.repeat(n / 2),
  'numbers in one line': n => '1. '.repeat(n / 3),
  'items of a list': n => '- a\n'.repeat(n / 4),
  'empty items': n => '-\n'.repeat(n / 2),
  'loose items': n => '- a\n\n'.repeat(n / 5),
  'deeper lists': n => deeper(n, '  ', '- '),
  tasks: n => '- [ ] a\n'.repeat(n / 8),
  'a table of 300 columns': n => table(n, 300),
  'a table of two columns': n => table(n, 2),
  'a head of bars': n => `${'|'.repeat(n / 2)}\n${'|-'.repeat(n / 4)}`,
  'bars in every line': n => '|\n'.repeat(n / 2),
  'spaces under a bar': n => `a\n|\n${' '.repeat(n)}-`,
  'dashes under a bar': n => `a|b\n${'-'.repeat(n)}`,
  fences: n => '```\n'.repeat(n / 4),
  'fences of every kind': n => '```\n~~~\n'.repeat(n / 8),
  headings: n => '# a\n'.repeat(n / 4),
  'signs of headings': n => `# ${'#'.repeat(n)}a`,
  'rules that are none': n => `${'- '.repeat(n / 2)}a`,
  underlines: n => 'a\n=\n'.repeat(n / 4),
  spaces: n => `a${' '.repeat(n)}b`,
  'spaces in front': n => `${' '.repeat(n)}b`,
  'tabs in a list': n => `- ${'\t'.repeat(n)}b`,
  'empty lines': n => `a${'\n'.repeat(n)}b`,
  'lines with a space': n => `a${' \n'.repeat(n / 2)}b`,
  'indented lines': n => '    a\n'.repeat(n / 6),
  definitions: n => '[a]: b\n'.repeat(n / 7),
  entities: n => '&a;'.repeat(n / 3),
  addresses: n => 'https://a.example/ '.repeat(n / 19),
  schemes: n => 'https://'.repeat(n / 8),
  'an address with an end that is trimmed': n => `https://a.example/${').'.repeat(n / 2)}`,
  'closers behind a scheme': n => `http ${')'.repeat(n)}`,
  'an address of brackets': n => `https://a.example/${'('.repeat(n)}`,
  'marks around addresses': n => '*https://a.example/* '.repeat(n / 21),
  strikes: n => '~~a '.repeat(n / 4),
  'strikes side by side': n => '~~a~~'.repeat(n / 5),
  escapes: n => '\\*'.repeat(n / 2),
  'marks of mrkdwn': n => '*a _b ~c '.repeat(n / 9),
  'pairs beyond the basic plane': n => '𝒳*'.repeat(n / 3),
  'signs of unspaced scripts': n => '**会'.repeat(n / 3),
  'one long word': n => 'a'.repeat(n),
  'combining marks': n => `Z${'\u0301'.repeat(n)}`,
}

const backticks = (length: number): string => {
  let text = ''
  for (let run = 1; text.length < length; run += 1) text += `e${'`'.repeat(run)}`
  return text
}

const deeper = (length: number, indent: string, sign = ''): string => {
  let text = ''
  for (let depth = 0; text.length < length; depth += 1) text += `${indent.repeat(depth)}${sign}a\n`
  return text
}

const table = (length: number, columns: number): string => {
  const row = (cell: string): string => `|${`${cell}|`.repeat(columns)}\n`
  return row('a') + row('-') + row('b').repeat(Math.max(1, Math.floor(length / row('b').length) - 2))
}
