/**
 * The face of a card as SVG, in the proportions of ID-1 (85.6 mm × 54 mm, ten units a millimetre). Pure: the same card gives the same
 * picture. It uses no style attributes, so it may stand in a page under a strict content security policy, and the same in an image.
 */
import { barsOf, squaresOf } from './barcode.ts'
import { escaped, fitted, oneLine } from './svg-text.ts'

export interface CardFace {
  /** Null where the card gets its number only when it is ordered. */
  readonly number: number | string | null
  readonly firstName: string | null
  readonly lastName: string | null
  readonly unit: string | null
  readonly title: string | null
  /** The last day, as YYYY-MM-DD. */
  readonly validTo: string | null
  readonly organisation: string
  /** Whether a photo is printed; without one the text has its place. */
  readonly hasPhoto: boolean
  /** A `data:` URL of a PNG, JPEG, WebP or SVG; anything else is not drawn, and a neutral portrait stands in its place. */
  readonly photo?: string | null | undefined
}

export function cardFace(card: CardFace, side: 'front' | 'back'): string {
  const id = `card-${String(card.number ?? 'new').replaceAll(/[^\w-]/g, '')}-${side}`
  const name = [card.firstName, card.lastName]
    .map((part) => oneLine(part ?? ''))
    .filter(Boolean)
    .join(' ')
  const label = `${card.number === null ? 'Card to be ordered' : `Card ${card.number}`}${name ? ` of ${name}` : ''}, ${side}`
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}" width="${WIDTH}" height="${HEIGHT}" role="img" aria-label="${escaped(label)}" font-family="Inter Variable, Inter, system-ui, sans-serif">`,
    `<defs><clipPath id="${id}"><rect width="${WIDTH}" height="${HEIGHT}" rx="${CORNER}"/></clipPath>`,
    `<clipPath id="${id}-photo"><rect x="${PHOTO.x}" y="${PHOTO.y}" width="${PHOTO.width}" height="${PHOTO.height}" rx="14"/></clipPath>`,
    `<linearGradient id="${id}-paper" x1="0" y1="0" x2="1" y2="1"><stop offset="0" stop-color="#ffffff"/><stop offset="1" stop-color="#eef1f5"/></linearGradient></defs>`,
    `<g clip-path="url(#${id})"><rect width="${WIDTH}" height="${HEIGHT}" fill="url(#${id}-paper)"/>`,
    header(card.organisation),
    ...(side === 'front' ? front(card, id) : back(card)),
    '</g>',
    `<rect x="1" y="1" width="${WIDTH - 2}" height="${HEIGHT - 2}" rx="${CORNER - 1}" fill="none" stroke="#cfd6df" stroke-width="2"/>`,
    '</svg>',
  ].join('\n')
}

const WIDTH = 856
const HEIGHT = 540
const CORNER = 32
const MARGIN = 48
const PHOTO = { x: MARGIN, y: 140, width: 252, height: 336 }
/** Where the text beside the photo begins, and how wide it may be; and the same where there is no photo. */
const COLUMN = { x: 340, width: WIDTH - MARGIN - 340 }
const WHOLE = { x: MARGIN, width: WIDTH - 2 * MARGIN }
const INK = '#172033'
const QUIET = '#566175'

function header(organisation: string): string {
  const { size, lines } = fitted(organisation, WIDTH - 2 * MARGIN - 60, { sizes: [32, 28, 24, 20], lines: 1 })
  return [
    `<rect width="${WIDTH}" height="96" fill="${INK}"/><rect y="96" width="${WIDTH}" height="6" fill="#b3243c"/>`,
    `<text x="${MARGIN}" y="${48 + size * 0.36}" font-size="${size}" font-weight="600" letter-spacing="0.5" fill="#ffffff">${escaped(lines[0] ?? '')}</text>`,
  ].join('')
}

function front(card: CardFace, id: string): string[] {
  const column = card.hasPhoto ? COLUMN : WHOLE
  return [
    ...(card.hasPhoto ? [portrait(card.photo, id)] : []),
    holder(card, column),
    facts(card, column.x, 410),
    card.number === null ? toCome(column.x, 432, 300, 44) : barcode(String(card.number), column.x, 432, COLUMN.width, 44),
  ]
}

/** The photo fills its frame; a stranger's silhouette stands for one that is missing. */
function portrait(photo: string | null | undefined, id: string): string {
  const { x, y, width, height } = PHOTO
  const frame = `<rect x="${x}" y="${y}" width="${width}" height="${height}" rx="14" fill="#dde3ea"/>`
  if (photo && /^data:image\/(png|jpeg|webp|svg\+xml)[;,]/.test(photo))
    return `${frame}<image x="${x}" y="${y}" width="${width}" height="${height}" href="${escaped(photo)}" preserveAspectRatio="xMidYMid slice" clip-path="url(#${id}-photo)"/>`
  const middle = x + width / 2
  return `${frame}<g clip-path="url(#${id}-photo)" fill="#aeb8c6"><circle cx="${middle}" cy="${y + 130}" r="62"/><ellipse cx="${middle}" cy="${y + height}" rx="112" ry="112"/></g>`
}

/** First name, last name, title and unit, one below the other; what is long becomes smaller, then goes on to a second line. */
function holder({ firstName, lastName, title, unit }: CardFace, column: typeof COLUMN): string {
  let y = 140
  const block = (text: string | null, weight: number, fill: string, sizes: readonly number[], lines: number, gap: number) => {
    if (!text || oneLine(text) === '') return ''
    const fit = fitted(text, column.width, { sizes, lines, bold: weight > 500 })
    y += gap
    return fit.lines
      .map((line) => {
        y += fit.size * 1.16
        return `<text x="${column.x}" y="${round(y - fit.size * 0.24)}" font-size="${fit.size}" font-weight="${weight}" fill="${fill}">${escaped(line)}</text>`
      })
      .join('')
  }
  return [
    block(firstName, 400, INK, [44, 38, 32, 26], 1, 0),
    block(lastName, 700, INK, [50, 44, 38, 32], 2, 0),
    block(title, 400, QUIET, [25, 22], 1, 14),
    block(unit, 400, QUIET, [25, 22], y < 290 ? 2 : 1, title ? 2 : 14),
  ].join('')
}

function facts({ number, validTo }: CardFace, x: number, y: number): string {
  const fact = (label: string, value: string, at: number) => {
    const { size, lines } = fitted(value, 220, { sizes: [28, 24, 20], lines: 1, bold: true })
    return [
      `<text x="${at}" y="${y - 34}" font-size="18" fill="${QUIET}">${label}</text>`,
      `<text x="${at}" y="${y}" font-size="${size}" font-weight="600" fill="${INK}">${escaped(lines[0] ?? '')}</text>`,
    ].join('')
  }
  return fact('Number', number === null ? 'to come' : String(number), x) + (validTo ? fact('Valid to', dayOf(validTo), x + 236) : '')
}

function barcode(text: string, x: number, y: number, width: number, height: number): string {
  const { bars, modules } = barsOf(text)
  // Whole units to a module keep the edges of the bars sharp.
  const unit = Math.max(1, Math.min(4, Math.floor(width / modules)))
  const path = bars.map((bar) => `M${x + bar.at * unit} ${y}h${bar.width * unit}v${height}h-${bar.width * unit}z`).join('')
  return `<path d="${path}" fill="#000000"/>`
}

/** Stands where the code of the number will be. */
const toCome = (x: number, y: number, width: number, height: number): string =>
  `<rect x="${x}" y="${y}" width="${width}" height="${height}" rx="6" fill="none" stroke="#aeb8c6" stroke-width="3" stroke-dasharray="10 8"/>`

function back(card: CardFace): string[] {
  const owner = fitted(`This card belongs to ${oneLine(card.organisation)}.`, COLUMN.width, { sizes: [26, 24, 22], lines: 3 })
  const words = [...owner.lines, 'If you find it, please hand it in there.', 'It is not transferable.']
  const text = words.map(
    (line, at) => `<text x="${COLUMN.x}" y="${178 + at * 36}" font-size="${owner.size}" fill="${INK}">${escaped(line)}</text>`,
  )
  const code = card.number === null ? toCome(PHOTO.x + 18, 194, PHOTO.width - 36, PHOTO.width - 36) : qr(String(card.number))
  return [code, ...text, facts(card, COLUMN.x, 440)]
}

/** The number once more, for a telephone; nothing about the holder. */
function qr(text: string): string {
  const { squares, modules } = squaresOf(text)
  const unit = Math.floor((PHOTO.width - 32) / modules)
  const x = PHOTO.x + (PHOTO.width - unit * modules) / 2
  const y = 176
  const path = squares
    .map((square) => `M${x + square.x * unit} ${y + square.y * unit}h${unit * square.width}v${unit}h-${unit * square.width}z`)
    .join('')
  const paper = `<rect x="${PHOTO.x}" y="${y - (PHOTO.width - unit * modules) / 2}" width="${PHOTO.width}" height="${PHOTO.width}" rx="14" fill="#ffffff"/>`
  return `${paper}<path d="${path}" fill="#000000" shape-rendering="crispEdges"/>`
}

function dayOf(date: string): string {
  const [, year, month, day] = /^(\d{4})-(\d{2})-(\d{2})$/.exec(date) ?? []
  const name = MONTHS[Number(month) - 1]
  return name && day ? `${Number(day)} ${name} ${year}` : oneLine(date).slice(0, 16)
}

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']

const round = (value: number): number => Math.round(value * 10) / 10
