import { crc32, deflateSync } from 'node:zlib'

/** Files that the people of the demo send: in which channel, who (a place in `people`), with which words. */
export type Attachment = {
  channel: string
  who: number
  text: string
  files: readonly { name: string; alt?: string; content: Buffer }[]
}

/** They are made here, so that the program carries no pictures along. */
export const attachments = (): readonly Attachment[] => [
  {
    channel: 'design',
    who: 2,
    text: 'Three moods for the start page. The evening one is my favourite.',
    files: [
      {
        name: 'morning.png',
        alt: 'A pale sky over a hill',
        content: landscape(
          [
            [255, 214, 170],
            [120, 170, 220],
          ],
          [70, 120, 90],
        ),
      },
      {
        name: 'noon.png',
        alt: 'A blue sky over a hill',
        content: landscape(
          [
            [200, 230, 250],
            [60, 140, 220],
          ],
          [60, 140, 70],
        ),
      },
      {
        name: 'evening.png',
        alt: 'A red sky over a dark hill',
        content: landscape(
          [
            [255, 120, 80],
            [60, 30, 90],
          ],
          [40, 40, 60],
        ),
      },
    ],
  },
  {
    channel: 'engineering',
    who: 1,
    text: 'Answers per second since Monday, and the numbers behind it.',
    files: [
      {
        name: 'answers.png',
        alt: 'Seven bars, the last one twice as high as the first',
        content: bars([31, 36, 33, 48, 52, 60, 64]),
      },
      {
        name: 'answers.csv',
        content: Buffer.from('day,answers\nMonday,31000\nTuesday,36000\nWednesday,33000\nThursday,48000\n'),
      },
      { name: 'measure.ts', content: Buffer.from(code) },
    ],
  },
  {
    channel: 'releases',
    who: 0,
    text: 'The plan on one page.',
    files: [
      {
        name: 'plan-3.0.pdf',
        content: pdf(['3.0', 'Freeze on Tuesday', 'Candidate on Wednesday', 'Release on Thursday']),
      },
    ],
  },
]

const code = `/** Answers per second over the last minute. */
export const rate = (answers: readonly number[], now: number): number =>
  answers.filter(at => at > now - 60_000).length / 60
`

type Colour = readonly [red: number, green: number, blue: number]

const [WIDTH, HEIGHT] = [960, 600]

/** A sky from one colour above the hill to another at the top, and a hill. */
const landscape = ([low, high]: readonly [Colour, Colour], hill: Colour): Buffer =>
  png((x, y) => {
    const ridge = HEIGHT * (0.68 + 0.1 * Math.sin(x / 140) + 0.04 * Math.sin(x / 47))
    if (y > ridge) return mixed(hill, [0, 0, 0], ((y - ridge) / HEIGHT) * 0.8)
    return mixed(high, low, y / ridge)
  })

const mixed = (one: Colour, other: Colour, share: number): Colour => {
  const [a, b, c] = one.map((value, at) => Math.round(value + ((other[at] ?? 0) - value) * share))
  return [a ?? 0, b ?? 0, c ?? 0]
}

const bars = (values: readonly number[]): Buffer => {
  const most = Math.max(...values)
  return png((x, y) => {
    const at = Math.floor((x / WIDTH) * values.length)
    const within = (x / WIDTH) * values.length - at
    const isBar = within > 0.2 && within < 0.8 && y > HEIGHT * (0.95 - 0.85 * ((values[at] ?? 0) / most))
    return isBar && y < HEIGHT * 0.95 ? [64, 110, 220] : [245, 246, 250]
  })
}

const png = (colourAt: (x: number, y: number) => Colour): Buffer => {
  const stride = WIDTH * 3 + 1
  const rows = Buffer.alloc(stride * HEIGHT)
  for (let y = 0; y < HEIGHT; y++) for (let x = 0; x < WIDTH; x++) rows.set(colourAt(x, y), y * stride + 1 + x * 3)
  const head = Buffer.alloc(13)
  head.writeUInt32BE(WIDTH, 0)
  head.writeUInt32BE(HEIGHT, 4)
  head.set([8, 2], 8)
  const signature = Buffer.from('89504e470d0a1a0a', 'hex')
  return Buffer.concat([
    signature,
    chunk('IHDR', head),
    chunk('IDAT', deflateSync(rows)),
    chunk('IEND', Buffer.alloc(0)),
  ])
}

const chunk = (kind: string, data: Buffer): Buffer => {
  const named = Buffer.concat([Buffer.from(kind, 'latin1'), data])
  const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)]
  length.writeUInt32BE(data.length)
  sum.writeUInt32BE(crc32(named))
  return Buffer.concat([length, named, sum])
}

/** A page with a line of text below the other. */
const pdf = (lines: readonly string[]): Buffer => {
  const shown = lines
    .map((line, at) => `${at === 0 ? '/F 28 Tf 60 740 Td' : '/F 16 Tf 0 -34 Td'} (${line}) Tj`)
    .join(' ')
  const stream = `BT ${shown} ET`
  const objects = [
    '<</Type/Catalog/Pages 2 0 R>>',
    '<</Type/Pages/Kids[3 0 R]/Count 1>>',
    '<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources<</Font<</F 4 0 R>>>>/Contents 5 0 R>>',
    '<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>',
    `<</Length ${stream.length}>>\nstream\n${stream}\nendstream`,
  ]
  let text = '%PDF-1.4\n'
  const places = objects.map((object, at) => {
    const place = text.length
    text += `${at + 1} 0 obj\n${object}\nendobj\n`
    return `${String(place).padStart(10, '0')} 00000 n \n`
  })
  const table = `xref\n0 ${objects.length + 1}\n0000000000 65535 f \n${places.join('')}`
  return Buffer.from(
    `${text}${table}trailer\n<</Size ${objects.length + 1}/Root 1 0 R>>\nstartxref\n${text.length}\n%%EOF\n`,
  )
}
