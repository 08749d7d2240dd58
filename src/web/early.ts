import { rememberedTheme } from './remembered.ts'
import { beginEarly } from './sync/early-start.ts'
import { showTheme } from './theme.ts'

// Before anything is drawn: nobody who chose the dark is shown a white page first.
showTheme(rememberedTheme())
beginEarly()
