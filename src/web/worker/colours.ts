import bash from 'highlight.js/lib/languages/bash'
import cpp from 'highlight.js/lib/languages/cpp'
import csharp from 'highlight.js/lib/languages/csharp'
import css from 'highlight.js/lib/languages/css'
import diff from 'highlight.js/lib/languages/diff'
import go from 'highlight.js/lib/languages/go'
import java from 'highlight.js/lib/languages/java'
import javascript from 'highlight.js/lib/languages/javascript'
import json from 'highlight.js/lib/languages/json'
import php from 'highlight.js/lib/languages/php'
import python from 'highlight.js/lib/languages/python'
import ruby from 'highlight.js/lib/languages/ruby'
import rust from 'highlight.js/lib/languages/rust'
import sql from 'highlight.js/lib/languages/sql'
import typescript from 'highlight.js/lib/languages/typescript'
import xml from 'highlight.js/lib/languages/xml'
import yaml from 'highlight.js/lib/languages/yaml'
import { createLowlight } from 'lowlight'
import type { Answer, Question } from '../features/text/coloured.ts'
import { rangesOf } from './ranges.ts'

/**
 * Colours code beside the page: some texts take its expressions minutes, and the page ends it then. It is asked one thing
 * at a time.
 */
const worker = self as unknown as {
  addEventListener(type: 'message', hear: (event: { data: Question }) => void): void
  postMessage(answer: Answer): void
}

const all = {
  bash,
  cpp,
  csharp,
  css,
  diff,
  go,
  java,
  javascript,
  json,
  php,
  python,
  ruby,
  rust,
  sql,
  typescript,
  xml,
  yaml,
}
const lowlight = createLowlight(all)

worker.addEventListener('message', ({ data: { language, text } }) => {
  worker.postMessage(lowlight.registered(language) ? rangesOf(lowlight.highlight(language, text)) : [])
})
worker.postMessage('ready')
