/** Sizes of the wire (SIZE in docs/spec/sync.md), shared by both ends. Characters are UTF-16 code units, bytes are UTF-8. */
/** Channels in which whoever is new gets a seat, #general aside. */
export const NEWCOMER_CHANNELS = 20
export const FRAME_BYTES = 256 * 1024
export const TEXT_CHARACTERS = 40_000
export const TEXT_BYTES = 160 * 1024
export const PAGE_MESSAGES = 100
/** Kinds of emoji on one message. */
export const REACTIONS_PER_MESSAGE = 50
/** Of an address that has a card. */
export const URL_CHARACTERS = 4096
/** Files that one message brings. */
export const FILES_PER_MESSAGE = 20
export const FILES_PER_PAGE = 50
/** Files that a page names at once as those it still holds. */
export const FILES_PER_HOLD = 200
export const FILE_NAME_CHARACTERS = 255
export const ALT_CHARACTERS = 1000
/** How many ordinals of deleted posts a channel's row lists: the newest. */
export const DELETED_TOLD = 100
/** Older texts of one message that are told. */
export const VERSIONS_TOLD = 50
export const USERS_PER_QUESTION = 200
export const PEOPLE_PER_QUESTION = 20
/** On a page of all people. */
export const PEOPLE_PER_PAGE = 50
export const PLACES_PER_QUESTION = 200
/** In a direct conversation, with who opened it. */
export const PEOPLE_PER_CONVERSATION = 9
/** Added to a channel by one command. */
export const PEOPLE_PER_INVITATION = 5000
/** What one invitation may be for. */
export const CHANNELS_PER_INVITATION = 50
export const DAYS_PER_INVITATION = 365
export const PEOPLE_BY_INVITATION = 100_000
export const INVITATIONS_PER_PAGE = 50
/** People on one page of who is in the workspace. */
export const ROSTER_PER_PAGE = 50
export const WORKSPACE_NAME_CHARACTERS = 60
/** In channels with more seats nobody is told who comes and goes: their seats are neither published nor synced (HUB-5). */
export const TOLD_SEATS = 1000
export const MEMBERS_PER_PAGE = 100
export const CHANNELS_PER_PAGE = 50
/** Channels that one can page through while browsing; beyond them it takes a query. */
export const MOST_BROWSED = 20_000
export const TOPIC_CHARACTERS = 250
export const PURPOSE_CHARACTERS = 1000
/** Sections of one person's list of channels. */
export const SECTIONS_PER_PERSON = 100
export const SECTION_NAME_CHARACTERS = 60
/** Sections that an admin makes for everybody, and channels in one of them: everybody holds them all. */
export const SHARED_SECTIONS = 50
export const CHANNELS_PER_SHARED_SECTION = 200
/** User groups of a workspace: everybody holds them all, without their members. */
export const USER_GROUPS = 500
/** Channels in which the members of a user group are seated. */
export const CHANNELS_PER_USER_GROUP = 20
/** People who are put into a user group at once, or taken out of it. */
export const PEOPLE_PER_GROUPING = 500
/** User groups that one message calls, and that a channel's row tells of. */
export const USER_GROUPS_CALLED = 20
export const QUERY_CHARACTERS = 200
export const HANDLE_CHARACTERS = 30
/** Of each line that somebody says of themselves. */
export const PROFILE_CHARACTERS = 100
export const USER_NAME_CHARACTERS = 60
export const CHANNEL_NAME_CHARACTERS = 80
export const CLIENT_ID_CHARACTERS = 64
/** How much of a greeting places and the own stream may take; with the heads it stays below 64 KiB. */
export const HELLO_PLACES_BYTES = 32 * 1024
export const HELLO_MINE_BYTES = 16 * 1024
export const WATCHES_PER_SOCKET = 16
export const PRESENCE_PER_SOCKET = 200
/** Both ends give up on a silent socket after this long, milliseconds. */
export const SILENCE_MS = 35_000
export const HEARTBEAT_MS = 25_000
