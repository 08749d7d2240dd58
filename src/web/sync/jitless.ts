import * as z from 'zod/mini'

/** The page's content policy forbids `eval`, which zod would try. Imported before any module that makes a schema. */
z.config({ jitless: true })
