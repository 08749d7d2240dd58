/** What the channels of the demo are about, in their headers. */
export const about: Readonly<Record<string, { topic: string; purpose?: string }>> = {
  announcements: { topic: 'Read by everybody, written by few', purpose: 'What all of us must know.' },
  engineering: { topic: 'How it is built', purpose: 'Questions, reviews, and whatever broke the build.' },
  design: { topic: 'How it looks and feels' },
  incidents: { topic: 'Something is down? Say it here first' },
  releases: { topic: 'Next: 3.0.0' },
  support: { topic: 'What people ask us, and what we answered' },
  lunch: { topic: 'Noon, at the front door' },
}

/** What the people of the demo say of themselves, in the order of `people`. */
export const profiles: readonly { handle: string; title: string; pronouns?: string; zone: string }[] = [
  { handle: 'mira', title: 'Engineering lead', pronouns: 'she/her', zone: 'Africa/Lagos' },
  { handle: 'jonas', title: 'Backend', zone: 'Europe/Stockholm' },
  { handle: 'aiko', title: 'Design', pronouns: 'she/her', zone: 'Asia/Tokyo' },
  { handle: 'tomas', title: 'Support', zone: 'America/Argentina/Buenos_Aires' },
  { handle: 'priya', title: 'Frontend', pronouns: 'she/they', zone: 'Asia/Kolkata' },
  { handle: 'lea', title: 'Operations', zone: 'Europe/Berlin' },
]

/** Rooms that only some of them know: who is in each (places in `people`), and what is said there. */
export const closedRooms: readonly {
  name: string | null
  people: readonly number[]
  said: readonly (readonly [number, string])[]
}[] = [
  {
    name: 'hiring-committee',
    people: [0, 2, 5],
    said: [
      [0, 'Two offers are out. Nothing of it outside of this room, please.'],
      [5, 'Understood. When do we hear?'],
      [2, 'Monday at the latest.'],
    ],
  },
  {
    name: null,
    people: [0, 1],
    said: [
      [1, 'Do you have ten minutes for the migration?'],
      [0, 'After lunch, yes.'],
    ],
  },
  {
    name: null,
    people: [2, 3, 4],
    said: [
      [4, 'Shall we show the new sidebar on Thursday?'],
      [2, 'With the dark theme, please!'],
      [3, 'I bring the questions that people have.'],
    ],
  },
]
