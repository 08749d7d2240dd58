/** What `load-parts.ts` fetches. */
export { OwnActs } from '../status/own-acts.tsx'
export { ActionBar } from './action-bar.tsx'
export { ConversationParts } from './conversation-parts.tsx'
export { listenToLog } from './log-events.ts'
export { MessageEditor } from './message-editor.tsx'
export { MessageTools } from './message-tools.ts'
export { FailedEdit } from './unsaved-edits.tsx'
