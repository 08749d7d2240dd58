/** What a part of code is, as far as it has a colour of its own. A range names it by its place here. */
export const kinds = [
  'keyword',
  'string',
  'number',
  'comment',
  'title',
  'type',
  'attribute',
  'meta',
  'addition',
  'deletion',
] as const

/** Flat and in order: from, to, kind, from, to, kind … What is between has no colour. */
export type Ranges = readonly number[]

/** What the page asks the worker that colours, and what it answers. It says that it is ready before it is asked. */
export interface Question {
  language: string
  text: string
}
export type Answer = 'ready' | Ranges

/** What people write behind a fence, and the language that it is. */
export const languages: Readonly<Record<string, string>> = {
  bash: 'bash',
  sh: 'bash',
  shell: 'bash',
  zsh: 'bash',
  console: 'bash',
  c: 'cpp',
  h: 'cpp',
  cpp: 'cpp',
  'c++': 'cpp',
  cs: 'csharp',
  csharp: 'csharp',
  'c#': 'csharp',
  css: 'css',
  diff: 'diff',
  patch: 'diff',
  go: 'go',
  golang: 'go',
  java: 'java',
  js: 'javascript',
  jsx: 'javascript',
  mjs: 'javascript',
  javascript: 'javascript',
  json: 'json',
  php: 'php',
  py: 'python',
  python: 'python',
  rb: 'ruby',
  ruby: 'ruby',
  rs: 'rust',
  rust: 'rust',
  sql: 'sql',
  ts: 'typescript',
  tsx: 'typescript',
  typescript: 'typescript',
  html: 'xml',
  xml: 'xml',
  svg: 'xml',
  vue: 'xml',
  yml: 'yaml',
  yaml: 'yaml',
}
