import { render } from 'preact'
import { App } from './features/app.tsx'
import { untilKept } from './first-drawing.ts'
import { followHistory } from './navigation.ts'
import { rememberedLanguage, rememberedTheme } from './remembered.ts'
import { browserEnvironment } from './sync/browser.ts'
import { createClient } from './sync/client.ts'
import { keepPage } from './sync/page-itself.ts'
import { showTheme } from './theme.ts'
import { lateStyles } from './ui/late-styles.ts'
import { loadRefusals } from './words/refused.ts'

const page = document.getElementById('page')
if (page === null) throw new Error('The page has no place to be drawn in.')
followHistory()
// Another window may have chosen another theme.
addEventListener('storage', () => showTheme(rememberedTheme()))
const client = createClient(browserEnvironment())
const tag = rememberedLanguage()
const language = tag === null ? null : import('./words/languages.ts').then(({ speak }) => speak(tag))
// A language that cannot be had is no reason to show nothing.
void Promise.allSettled([untilKept(client), language]).then(() => render(<App client={client} />, page))
// Not before it has been seen: fetching is for what is on the screen first.
addEventListener('load', () => {
  void lateStyles()
  void keepPage()
  void loadRefusals()
})
