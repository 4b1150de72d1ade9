import type { Fields } from '../engine/form.ts'
import { type Refusal, refuse } from '../engine/refusal.ts'
import { headerWords } from './header-words.ts'

/** Which field each header stands for: given by a person, who may also say `null` for a column to leave out. */
export type ColumnMapping = Readonly<Record<string, string | null>>

export interface Column {
  readonly header: string
  /** The field it holds; null where it is left out. */
  readonly field: string | null
  readonly guessed: boolean
}

/**
 * Says which field each column holds: as the mapping says, and for headers that it does not name, by what the header is called. No two
 * columns are taken for the same field; of two that could be, the first is. Refuses a mapping that does not fit the file.
 */
export function mapColumns(headers: readonly string[], fields: Fields, mapping: ColumnMapping = {}): Column[] | Refusal {
  const known = writable(fields)
  const given = new Map(Object.entries(mapping).map(([header, field]) => [plain(header), field || null]))
  const objection = mappingObjection(headers, known, mapping)
  if (objection)
    return refuse(
      'mapping_unfit',
      `${objection} Nothing was changed.`,
      `Name headers of the file, and for each one of: ${known.join(', ')}.`,
    )

  const used = new Set([...given.values()].filter((field) => field !== null))
  const words = wordsOf(fields)
  return headers.map((header) => {
    const name = plain(header)
    const told = given.get(name)
    if (told !== undefined) return { header, field: told, guessed: false }
    const field = words.get(name)
    if (field === undefined || used.has(field)) return { header, field: null, guessed: true }
    used.add(field)
    return { header, field, guessed: true }
  })
}

/** How many of these headers would be recognised; a header row read with the wrong delimiter has none. */
export function recognised(headers: readonly string[], fields: Fields): number {
  const words = wordsOf(fields)
  return new Set(headers.map((header) => words.get(plain(header))).filter((field) => field !== undefined)).size
}

function mappingObjection(headers: readonly string[], known: readonly string[], mapping: ColumnMapping): string | undefined {
  const present = new Set(headers.map(plain))
  const absent = Object.keys(mapping).find((header) => !present.has(plain(header)))
  if (absent !== undefined) return `The mapping names the column "${absent}", which the file does not have.`
  const targets = Object.values(mapping).filter((field) => field !== null && field !== '')
  const unknown = targets.find((field) => !known.includes(field ?? ''))
  if (unknown !== undefined) return `The mapping names the field "${unknown}", which a user does not have.`
  const twice = targets.find((field, at) => targets.indexOf(field) !== at)
  return twice === undefined ? undefined : `The mapping puts two columns into the field "${twice}".`
}

/** Every word that is known for a field: its name, its label, and what other programs call it. */
function wordsOf(fields: Fields): Map<string, string> {
  return new Map(
    writable(fields).flatMap((name) =>
      [name, fields[name]?.label ?? name, ...(headerWords[name] ?? []).flatMap((line) => line.split(', '))].map(
        (word) => [plain(word), name] as const,
      ),
    ),
  )
}

const writable = (fields: Fields): string[] => Object.keys(fields).filter((name) => !fields[name]?.readOnly)

/** A header without capitals, accents, blanks and signs: "E-Mail Adresse" and "e_mailadresse" are the same. */
const plain = (header: string): string =>
  header
    .toLowerCase()
    .replaceAll('ø', 'o')
    .replaceAll('æ', 'ae')
    .replaceAll('ß', 'ss')
    .normalize('NFKD')
    .replaceAll(/[^\p{Letter}\p{Number}]/gu, '')
