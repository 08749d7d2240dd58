export const WORKSPACE_NAME = 'Flack'

/** What Flack says first in a new workspace. */
export const WELCOME = `Welcome! This is #general: everybody who joins is here.

Say hello below. Make a channel for each thing that you talk about with "Create channel" on the left; anybody can find and join it. Everything is kept, and you come back to where you were.`
