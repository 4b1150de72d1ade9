/**
 * What the bureau in a box does wrong. Every fault is off unless it is asked for, and can be switched while the bureau runs; which orders
 * and messages it hits follows from the seed and from counting, so that the same exchange goes wrong in the same way again.
 */
export interface Script {
  /** Seconds that each message is held back. What happens to the cards is not: it is told late. */
  readonly delay: number
  /** Every so-many-th message is never given; 0 for none. */
  readonly lose: number
  /** Each acknowledgement is given twice, the second time just as the first. */
  readonly acknowledgeTwice: boolean
  /** Messages that follow each other about a batch swap places, two by two. */
  readonly reorder: boolean
  /** So many cards of each batch are produced without a word: no message names them. */
  readonly miscount: number
  /** The shipments that the cards of a batch are sent in; 0 for a bureau that never tells of a shipment. */
  readonly shipments: number
  /** An order with a value in one of these input fields is not taken. */
  readonly refuseFields: readonly string[]
  readonly refuseRecalls: boolean
  /** An order that was recalled, or that the bureau never had, is reported produced nevertheless. */
  readonly ghost: boolean
  /** With each batch, one more card is reported produced that nobody ordered. */
  readonly stranger: boolean
}

export const faultless: Script = {
  delay: 0,
  lose: 0,
  acknowledgeTwice: false,
  reorder: false,
  miscount: 0,
  shipments: 1,
  refuseFields: [],
  refuseRecalls: false,
  ghost: false,
  stranger: false,
}

/** A switch as it is shown, asked for on the command line, and posted: `acknowledge-twice`. */
export interface Switch {
  readonly name: string
  readonly of: keyof Script
  readonly kind: 'count' | 'yes or no' | 'names'
  /** What the count counts. */
  readonly unit?: string
  readonly most?: number
  readonly says: string
}

export const switches: readonly Switch[] = [
  { name: 'delay', of: 'delay', kind: 'count', unit: 'seconds', most: 86_400, says: 'give each message so many seconds later' },
  { name: 'lose', of: 'lose', kind: 'count', unit: 'every', most: 1_000_000, says: 'never give every so-many-th message; 0 for none' },
  { name: 'acknowledge-twice', of: 'acknowledgeTwice', kind: 'yes or no', says: 'give each acknowledgement twice' },
  { name: 'reorder', of: 'reorder', kind: 'yes or no', says: 'swap messages about a batch that follow each other, two by two' },
  {
    name: 'miscount',
    of: 'miscount',
    kind: 'count',
    unit: 'cards',
    most: 10_000,
    says: 'never say a word about so many cards of each batch',
  },
  {
    name: 'shipments',
    of: 'shipments',
    kind: 'count',
    unit: 'parts',
    most: 1000,
    says: 'ship each batch in so many parts; 0 tells of none',
  },
  { name: 'refuse-fields', of: 'refuseFields', kind: 'names', says: 'refuse orders with a value in these input fields: name,name' },
  { name: 'refuse-recalls', of: 'refuseRecalls', kind: 'yes or no', says: 'refuse every recall' },
  { name: 'ghost', of: 'ghost', kind: 'yes or no', says: 'report recalled and unknown orders as produced' },
  { name: 'stranger', of: 'stranger', kind: 'yes or no', says: 'report a card that nobody ordered, once with each batch' },
]

/** A script from the words in which it was asked for; switches that are not named stay as they are. Answers a sentence where a word is none. */
export function scriptFrom(words: Readonly<Record<string, string>>, before: Script): Script | string {
  const changes: Partial<Record<keyof Script, Script[keyof Script]>> = {}
  for (const [name, word] of Object.entries(words)) {
    const found = switches.find((candidate) => candidate.name === name)
    if (!found) return 'There is no such switch. Nothing was changed.'
    const value = valueIn(found, word.trim())
    if (value === undefined) return `${name} ${SHALL_BE[found.kind](found)}. Nothing was changed.`
    changes[found.of] = value
  }
  // Each value was read as its switch says.
  return { ...before, ...changes } as Script
}

/** A value of a script in the word that `scriptFrom` reads. */
export function wordOf(script: Script, { of }: Switch): string {
  const value = script[of]
  if (typeof value === 'boolean') return value ? 'yes' : 'no'
  return typeof value === 'number' ? String(value) : value.join(',')
}

/** The switches that make the bureau do something wrong, in words; empty for one that does nothing wrong, in however many shipments. */
export const faultsIn = (script: Script): string[] =>
  switches
    .filter((one) => one.of !== 'shipments' && wordOf(script, one) !== wordOf(faultless, one))
    .map((one) => `${one.name} ${wordOf(script, one)}`)

const SHALL_BE: Readonly<Record<Switch['kind'], (found: Switch) => string>> = {
  count: ({ most }) => `is a whole number from 0 to ${most}`,
  'yes or no': () => 'is yes or no',
  names: () => 'is a list of names of input fields with commas between them, or nothing',
}

function valueIn({ kind, most = 0 }: Switch, word: string): Script[keyof Script] | undefined {
  if (kind === 'count') return /^\d{1,9}$/.test(word) && Number(word) <= most ? Number(word) : undefined
  if (kind === 'yes or no') return word === 'yes' ? true : word === 'no' ? false : undefined
  const names = word.split(',').flatMap((name) => name.trim() || [])
  return names.every((name) => /^[A-Za-z][A-Za-z0-9_]{0,59}$/.test(name)) ? names : undefined
}
