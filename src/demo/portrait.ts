/**
 * Neutral portraits in place of photos: a calm background, shoulders, a face that looks ahead. Pure: the same chance draws the same. They use
 * no style, no script and nothing from elsewhere, so they may stand wherever a photo may.
 */
import type { Chance } from './demo-chance.ts'
import type { DemoPerson } from './organisation.ts'

export function portraitOf(chance: Chance, { named }: Pick<DemoPerson, 'named'>): string {
  const [paper, skin] = [chance.pick(PAPERS), chance.pick(SKINS)]
  const cloth = chance.pick(CLOTHS)
  const hair = chance.between(1, 12) === 1 ? '#a9a9a8' : chance.pick(skin.hair)
  const shape = chance.pick(named === 'she' ? LONGER : SHORTER)
  const width = chance.between(56, 62)
  const { behind, front } = shape(width, hair)
  return [
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 300 400" width="300" height="400">',
    `<rect width="300" height="400" fill="${paper}"/>`,
    behind,
    `<path d="M122 232h56v62q-28 30 -56 0z" fill="${skin.shade}"/>`,
    chance.pick(CLOTHES)(cloth, skin.tone),
    `<circle cx="${150 - width}" cy="182" r="11" fill="${skin.shade}"/><circle cx="${150 + width}" cy="182" r="11" fill="${skin.shade}"/>`,
    `<path d="M${150 - width} 158q0 -70 ${width} -70t${width} 70q0 ${chance.between(66, 74)} -${width} 98q-${width} -28 -${width} -98z" fill="${skin.tone}"/>`,
    features(chance, skin, hair),
    front,
    chance.between(1, 4) === 1 ? GLASSES : '',
    '</svg>',
  ]
    .filter(Boolean)
    .join('\n')
}

const PAPERS = ['#dfe6ec', '#e4e8e1', '#e9e4dd', '#e1e3ec', '#dde8e6', '#ebe6e3']
const CLOTHS = ['#38546b', '#5a6f5c', '#7a5f63', '#454b5c', '#6d7f91', '#8a7a62', '#3f6a6b', '#76778c']
const DARK = ['#1f1a18', '#2b221d', '#3a2a20']
const FAIR = ['#4a3526', '#6e4d30', '#9a7443', '#c2a063', '#8a4b2d']
const SKINS = [
  { tone: '#f1d5c0', shade: '#dfbda4', line: '#a9705c', hair: FAIR },
  { tone: '#eac6a8', shade: '#d4aa88', line: '#9c6249', hair: [...FAIR, ...DARK] },
  { tone: '#d9a982', shade: '#c08f68', line: '#8a5238', hair: DARK },
  { tone: '#b98058', shade: '#a06b46', line: '#6e4029', hair: DARK },
  { tone: '#8f5d3d', shade: '#784b2f', line: '#4f2d1b', hair: DARK },
  { tone: '#67412b', shade: '#543320', line: '#381f12', hair: DARK },
]

interface Hair {
  readonly behind: string
  readonly front: string
}

type HairShape = (width: number, fill: string) => Hair

/** The top of the head, down to the hairline, which falls to one side by `part`. */
const cap = (width: number, fill: string, part: number): string =>
  `<path d="M${150 - width - 5} 172q-8 -96 ${width + 5} -100t${width + 5} 100q-8 -30 -18 -42q-${34 + part} 4 -${width - 14 + part} -14q-18 22 -${width - 12 - part} 20q-14 14 -18 36z" fill="${fill}"/>`

const short: HairShape = (width, fill) => ({ behind: '', front: cap(width, fill, 0) })
const parted: HairShape = (width, fill) => ({ behind: '', front: cap(width, fill, 14) })
const cropped: HairShape = (width, fill) => ({
  behind: '',
  front: `<path d="M${150 - width - 2} 156q-2 -76 ${width + 2} -76t${width + 2} 76q-4 -36 -${width + 2} -40t-${width + 2} 40z" fill="${fill}"/>`,
})
const receding: HairShape = (width, fill) => ({
  behind: '',
  front: `<path d="M${150 - width - 3} 176q-6 -44 10 -62q2 34 -10 62zM${150 + width + 3} 176q6 -44 -10 -62q-2 34 10 62z" fill="${fill}"/>`,
})
const curly: HairShape = (width, fill) => ({
  behind: '',
  front: [-1, -0.72, -0.36, 0, 0.36, 0.72, 1]
    .map((at) => `<circle cx="${Math.round(150 + at * width)}" cy="${Math.round(96 + at * at * 38)}" r="23" fill="${fill}"/>`)
    .join(''),
})
const long: HairShape = (width, fill) => ({
  behind: `<path d="M${150 - width - 16} 300q-10 -220 ${width + 16} -228t${width + 16} 228z" fill="${fill}"/>`,
  front: cap(width, fill, 6),
})
const bob: HairShape = (width, fill) => ({
  behind: `<path d="M${150 - width - 15} 244q-12 -172 ${width + 15} -174t${width + 15} 174q-${width + 15} 16 -${2 * width + 30} 0z" fill="${fill}"/>`,
  front: cap(width, fill, -8),
})
const bun: HairShape = (width, fill) => ({ behind: `<circle cx="150" cy="66" r="30" fill="${fill}"/>`, front: cap(width, fill, 0) })

const LONGER = [long, bob, bun, curly, parted, long]
const SHORTER = [short, parted, cropped, receding, curly, short]

/** Eyes, brows, nose and mouth, kept to a few quiet lines. */
function features(chance: Chance, { line, shade }: { line: string; shade: string }, hair: string): string {
  const smile = chance.between(4, 9)
  const iris = chance.pick(['#3b2c24', '#4d5b63', '#4b5a41', '#2d2623'])
  return [
    `<circle cx="127" cy="176" r="4.6" fill="${iris}"/><circle cx="173" cy="176" r="4.6" fill="${iris}"/>`,
    `<path d="M115 161q12 -6 23 -1M162 160q11 -5 23 1" fill="none" stroke="${hair}" stroke-width="4" stroke-linecap="round"/>`,
    `<path d="M150 182q-6 18 -3 24q4 3 9 0" fill="none" stroke="${shade}" stroke-width="3.4" stroke-linecap="round"/>`,
    `<path d="M132 224q18 ${smile} 36 0" fill="none" stroke="${line}" stroke-width="3.6" stroke-linecap="round"/>`,
  ].join('')
}

const GLASSES =
  '<g fill="none" stroke="#39414d" stroke-width="3"><rect x="106" y="163" width="40" height="28" rx="11"/><rect x="154" y="163" width="40" height="28" rx="11"/><path d="M146 174q4 -4 8 0"/></g>'

const shoulders = (fill: string): string => `<path d="M28 400q4 -104 90 -120q32 26 64 0q86 16 90 120z" fill="${fill}"/>`

type Dress = (fill: string, skin: string) => string

const roundNeck: Dress = (fill, skin) => `${shoulders(fill)}<path d="M116 279q34 44 68 0q-34 20 -68 0z" fill="${skin}"/>`
const scrubs: Dress = (fill, skin) =>
  `${shoulders(fill)}<path d="M117 279l33 56l33 -56q-33 22 -66 0z" fill="${skin}"/><path d="M112 280l38 64l38 -64" fill="none" stroke="#ffffff" stroke-opacity="0.35" stroke-width="5"/>`
const collar: Dress = (fill) =>
  `${shoulders(fill)}<path d="M116 276l34 34l-26 22l-22 -46zM184 276l-34 34l26 22l22 -46z" fill="#f4f5f6"/><path d="M150 312v88" stroke="#ffffff" stroke-opacity="0.3" stroke-width="3"/>`
const jacket: Dress = (fill) =>
  `${shoulders('#eef0f2')}<path d="M28 400q4 -104 84 -119l38 119zM272 400q-4 -104 -84 -119l-38 119z" fill="${fill}"/>`
const highNeck: Dress = (fill) => `${shoulders(fill)}<path d="M118 262q32 18 64 0v24q-32 20 -64 0z" fill="${fill}"/>`

const CLOTHES = [roundNeck, scrubs, collar, jacket, highNeck]
