export const WORKSPACE_NAME = 'Flack'

/** What Flack says first in a new workspace. */
export const WELCOME = `Welcome! This is #general: everybody who joins is here.

Say hello below. Whatever you talk about can have a channel of its own: the plus at the top of the channel list makes one, and anybody can find and join it. Everything is kept, and you come back to where you were.`
