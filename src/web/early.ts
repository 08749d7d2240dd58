import { rememberedSidebar, rememberedTextSize, rememberedTheme } from './remembered.ts'
import { attempt } from './sync/attempt.ts'
import { beginEarly, USER } from './sync/early-start.ts'
import { DATABASE, openEarly } from './sync/early-storage.ts'
import { showTextSize } from './text-size.ts'
import { showTheme } from './theme.ts'

// Before anything is drawn: nobody who chose the dark is shown a white page first.
showTheme(rememberedTheme())
showTextSize(rememberedTextSize())
const sidebar = rememberedSidebar()
if (sidebar !== null) document.documentElement.style.setProperty('--sidebar', `${sidebar}px`)
// The program takes whoever was here at their word, and shows what is kept before it connects.
if (attempt(() => localStorage.getItem(USER)) === null) beginEarly()
else openEarly(DATABASE)
