import { describe, expect, it } from 'vitest'
import { canonical, sha256 } from '../../kit/hash.ts'
import { LARGEST_MESSAGE, messageText, readFromBureau, readToBureau } from './read-message.ts'

const id = (number: number) => `018f0000-0000-7000-8000-${String(number).padStart(12, '0')}`
const [ID, ORDER, CARD, RECALL, BATCH] = [id(1), id(2), id(3), id(4), id(5)]
const AT = '2029-06-30T10:15:00Z'

const message = (kind: string, fields: object = {}) => ({ format: 'cardinal-bureau', version: 1, kind, message: ID, at: AT, ...fields })
const line = (fields: object = {}) => ({ order: ORDER, card: CARD, ...fields })
const produced = (...lines: unknown[]) => message('produced', { lines })
const failed = (fields: object) => message('failed', { lines: [line({ code: 'chip', text: 'It failed.', ...fields })] })
const shipped = (fields: object = {}) => message('shipped', { carrier: 'Post', lines: [line()], ...fields })
const acknowledged = (fields: object = {}) => message('acknowledged', { of: BATCH, ...fields })
const recalled = (...lines: object[]) => message('recall-accepted', { lines })

const bytesOf = (value: unknown) => new TextEncoder().encode(typeof value === 'string' ? value : JSON.stringify(value))
const read = (value: unknown) => readFromBureau(bytesOf(value))

describe('a message of a bureau', () => {
  it.each<[string, unknown]>([
    ['It is empty.', ''],
    ['It is not JSON.', '{"format": '],
    ['The message is not of the type object.', 'null'],
    ['The message is not of the type object.', '[]'],
    ['format is not "cardinal-bureau".', { ...produced(line()), format: 'cardinal-answer' }],
    ['version is not 1.', { ...produced(line()), version: 2 }],
    ['The message lacks kind.', { ...produced(line()), kind: undefined }],
    [
      'kind is none of acknowledged, in-production, produced, shipped, failed, recall-accepted, recall-refused, cut-off.',
      message('order-batch'),
    ],
    ['message is not a UUID.', { ...produced(line()), message: 'one' }],
    ['at is not a moment such as 2029-06-30T10:15:00Z.', { ...produced(line()), at: '30.06.2029' }],
    ['The message lacks lines.', message('produced')],
    ['lines has no entry.', produced()],
    ['lines is not of the type array.', message('produced', { lines: ORDER })],
    ['lines[0] is not of the type object.', produced(ORDER)],
    ['lines[1].order is not a UUID.', produced(line(), line({ order: '../../etc/passwd' }))],
    ['lines[0] lacks card.', produced({ order: ORDER })],
    [
      'lines[3].chipNumber has a form that is not allowed.',
      produced(...[6, 7, 8].map((n) => line({ order: id(n) })), line({ chipNumber: 'ö' })),
    ],
    ['The message has a field that the contract does not know: extra.', { ...produced(line()), extra: 1 }],
    ['The message has a field that the contract does not know.', { ...produced(line()), 'Ada Lovelace': 1 }],
    [
      'The message has a field that the contract does not know: __proto__.',
      JSON.stringify(produced(line())).replace('{', '{"__proto__":1,'),
    ],
    ['lines[0] has a field that the contract does not know: text.', produced(line({ text: 'well done' }))],
    ['lines[0] lacks code.', failed({ code: undefined })],
    ['lines[0].text is longer than 500 characters.', failed({ text: 'x'.repeat(501) })],
    ['lines[0].text is empty.', failed({ text: '' })],
    ['lines[0].text has a line break or another control character.', failed({ text: 'two\nlines' })],
    ['lines[0].text holds half a character.', failed({ text: 'half \ud800' })],
    ['carrier holds half a character.', shipped({ carrier: '\udc00' })],
    ['part.number is less than 1.', shipped({ part: { number: 0, of: 2 } })],
    ['part.of is not of the type integer.', shipped({ part: { number: 1, of: 1.5 } })],
    ['part.of is more than 1000.', shipped({ part: { number: 1, of: 1001 } })],
    ['part.number is greater than part.of.', shipped({ part: { number: 3, of: 2 } })],
    ['at is a moment that no calendar or clock has.', { ...shipped(), at: '2029-06-31T10:15:00Z' }],
    ['at is a moment that no calendar or clock has.', { ...shipped(), at: '2029-06-30T24:00:00Z' }],
    ['at is a moment that no calendar or clock has.', { ...shipped(), at: '2029-06-30T10:15:00+99:00' }],
    ['until is a moment that no calendar or clock has.', message('cut-off', { batch: BATCH, until: '2029-13-01T10:15:00Z' })],
    ['of is the id of this message itself; it names the message that is acknowledged.', acknowledged({ of: ID.toUpperCase() })],
    ['lines[1].order is that of an earlier line; a message names each order once.', produced(line(), line({ order: ORDER.toUpperCase() }))],
    [
      'refused[1].order is that of an earlier line; a message names each order once.',
      acknowledged({ refused: [line({ code: 'a', text: 'b' }), line({ code: 'c', text: 'd' })] }),
    ],
    [
      'references[1].order is that of an earlier line; a message names each order once.',
      acknowledged({
        references: [
          { order: ORDER, reference: 'A 1' },
          { order: ORDER, reference: 'A 2' },
        ],
      }),
    ],
    [
      'lines[1].recall is that of an earlier line; a message names each recall once.',
      recalled(line({ recall: RECALL }), line({ order: id(6), recall: RECALL })),
    ],
    [
      'lines[1].order is that of an earlier line; a message names each order once.',
      recalled(line({ recall: RECALL }), line({ recall: id(6) })),
    ],
    ['lines has more than 10000 entries; give several messages instead.', produced(...Array(10_001).fill(0))],
    ['refused has more than 10000 entries; give several messages instead.', acknowledged({ refused: Array(10_001).fill(0) })],
    ['references has more than 10000 entries; give several messages instead.', acknowledged({ references: Array(10_001).fill(0) })],
  ])('is refused: %s', (why, value) => {
    expect(read(value)).toEqual({ why })
  })

  it('that is not UTF-8 is refused, and one with a byte order mark is not', () => {
    expect(readFromBureau(new Uint8Array([0x7b, 0xff, 0x7d]))).toEqual({ why: 'It is not written in UTF-8.' })
    expect(read(`\ufeff${JSON.stringify(produced(line()))}`)).toEqual({ message: produced(line()) })
  })

  it('that is larger than 20 MB is refused unread, and one that is deeply nested without being descended into', () => {
    const why = 'It is larger than 20 MB; give several smaller messages instead.'
    expect(readFromBureau(new Uint8Array(LARGEST_MESSAGE + 1))).toEqual({ why })
    const deep = `${'['.repeat(500_000)}${']'.repeat(500_000)}`
    expect(read(deep)).toEqual({ why: 'The message is not of the type object.' })
    expect(read(JSON.stringify(produced(line({ card: 'deep' }))).replace('"deep"', deep))).toEqual({
      why: 'lines[0].card is not of the type string.',
    })
  })

  it('is read in full, its ids in small letters', () => {
    const full = {
      ...acknowledged({ refused: [line({ code: 'photo-too-small', text: 'Défaut de la photo', field: 'PHOTO' })] }),
      references: [{ order: id(6), reference: 'A 1' }],
    }
    expect(read(full)).toEqual({ message: full })
    const large = JSON.stringify(recalled(line({ recall: id(0xab) }))).replaceAll('018f', '018F')
    expect(read(large)).toEqual({ message: recalled(line({ recall: id(0xab) })) })
  })

  it('is written as one line, and reads as it was written', () => {
    const text = messageText({ format: 'cardinal-bureau', version: 1, kind: 'acknowledged', message: ID, at: AT, of: BATCH })
    expect(text).toMatch(/^[^\n]+\n$/)
    expect(read(text)).toEqual({ message: acknowledged() })
  })

  it('may have ten thousand lines', () => {
    const lines = Array.from({ length: 10_000 }, (_, n) => line({ order: id(n) }))
    expect(read(produced(...lines))).toEqual({ message: produced(...lines) })
  })
})

describe('a message of Cardinal', () => {
  const manifest = { version: 1, batch: BATCH, number: 12, bureau: 'bureau', orders: [manifestLine()] }
  const batch = (fields: object = {}, of: object = manifest) =>
    message('order-batch', { message: BATCH, hash: sha256(canonical(of)), signature: null, manifest: of, ...fields })
  const heard = (value: unknown) => readToBureau(bytesOf(value))

  it('is passed over in what a bureau does not know yet, and the hash is that of all that was said', () => {
    const later = batch({ urgency: 'high' }, { ...manifest, urgency: 'high', orders: [{ ...manifestLine(), finish: 'matt' }] })
    expect(heard(later)).toEqual({ message: later })
    const receipt = acknowledged({ node: 'one' })
    expect(heard(receipt)).toEqual({ message: receipt })
    const recall = message('recall', { lines: [line({ recall: RECALL, urgency: 'high' })] })
    expect(heard(recall)).toEqual({ message: recall })
  })

  it.each<[string, unknown]>([
    ['It is not JSON.', 'PK'],
    ['kind is none of order-batch, recall, acknowledged.', produced(line())],
    ['version is not 1.', { ...batch(), version: 2 }],
    ['hash is not a SHA-256 in hexadecimal.', batch({ hash: 'none' })],
    ['message is not the id of the batch in the manifest.', batch({ message: ID })],
    ['hash is not that of the manifest.', batch({ manifest: { ...manifest, number: 13 } })],
    [
      'manifest.orders[0].photo is not a SHA-256 in hexadecimal.',
      batch({}, { ...manifest, orders: [{ ...manifestLine(), photo: 'one' }] }),
    ],
  ])('is not taken by a bureau: %s', (why, value) => {
    expect(heard(value)).toEqual({ why })
  })
})

function manifestLine() {
  return { order: ORDER, card: CARD, cardNumber: 1042, layout: 'plain', fields: { firstName: 'Ada', unit: null }, photo: null }
}
