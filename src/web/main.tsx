import { render } from 'preact'
import { App } from './features/app.tsx'
import { followHistory } from './navigation.ts'
import { browserEnvironment } from './sync/browser.ts'
import { createClient } from './sync/client.ts'

const page = document.getElementById('page')
if (page === null) throw new Error('The page has no place to be drawn in.')
followHistory()
render(<App client={createClient(browserEnvironment())} />, page)
