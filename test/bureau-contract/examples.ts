/**
 * The examples of docs/bureau: one exchange about one batch, with a sample of every message that either side says. Hashes and the
 * signature are real, so that a bureau's engineer can check her own code by them; people and keys are made up.
 */
import { createPrivateKey, createPublicKey, sign } from 'node:crypto'
import { canonical, sha256 } from '../../src/kit/hash.ts'
import type { FromBureau, Manifest, ManifestLine, ToBureau } from '../../src/production/contract/message.ts'

export interface Example {
  /** The name of its file, without the ending; the names sort in the order in which the messages are said. */
  readonly name: string
  readonly by: 'cardinal' | 'bureau'
  readonly summary: string
  readonly message: ToBureau | FromBureau
}

/** In the order in which they are said. */
export const examples = (): Example[] => [
  byCardinal('01-order-batch', 'Cardinal asks for six cards.', {
    ...envelope('order-batch', BATCH, '10:00:03'),
    hash: hash(),
    signature: { key: 'example', value: sign(null, Buffer.from(`cardinal manifest ${hash()}`), exampleKey).toString('base64') },
    manifest,
  }),
  byBureau('02-acknowledged-by-bureau', 'The bureau takes five of them, and refuses one.', {
    ...envelope('acknowledged', said(1), '10:05:41'),
    of: BATCH,
    refused: [{ ...mary, code: 'character', text: 'The printer does not have one of the characters.', field: 'UNIT' }],
    references: [ada, grace, emilie, katherine, hedy].map(({ order }, at) => ({ order, reference: `CB-204417-${at + 1}` })),
  }),
  byBureau('03-cut-off', 'It says until when they can be recalled.', {
    ...envelope('cut-off', said(2), '10:05:42'),
    batch: BATCH,
    until: '2029-06-28T16:00:00Z',
  }),
  byBureau('04-in-production', 'It has begun with three of them. It says nothing about the others, and need not.', {
    ...envelope('in-production', said(3), '13:30:00'),
    lines: [ada, grace, hedy],
  }),
  byCardinal('05-recall', 'Cardinal asks to stop two.', {
    ...envelope('recall', RECALL, '14:12:09'),
    lines: [
      { recall: recalls.katherine, ...katherine },
      { recall: recalls.hedy, ...hedy },
    ],
  }),
  byBureau('06-recall-accepted', 'One will not be produced.', {
    ...envelope('recall-accepted', said(4), '14:20:30'),
    lines: [{ recall: recalls.katherine, ...katherine }],
  }),
  byBureau('07-recall-refused', 'For the other it is too late.', {
    ...envelope('recall-refused', said(5), '14:20:31'),
    lines: [{ recall: recalls.hedy, ...hedy, code: 'in-production', text: 'The chip of this card is written already.' }],
  }),
  byBureau('08-failed', 'One cannot be produced.', {
    ...envelope('failed', said(6), '15:48:12'),
    lines: [{ ...emilie, code: 'chip', text: 'The chip did not answer when it was tested.' }],
  }),
  byBureau('09-produced', 'Two are produced, with what was read from them.', {
    ...envelope('produced', said(7), '16:02:55'),
    lines: [
      { ...ada, chipNumber: '0469BF9E65FE3B', serialNumber: 'A2029/004417' },
      { ...grace, chipNumber: '0461D7AC46D647', serialNumber: 'A2029/004418' },
    ],
  }),
  byBureau('10-shipped-part-1', 'These two are on their way.', {
    ...envelope('shipped', said(8), '17:30:00'),
    carrier: 'City Couriers',
    tracking: 'CC 4471 0029 11',
    part: { number: 1, of: 2 },
    lines: [ada, grace],
  }),
  byCardinal('11-acknowledged-by-cardinal', 'Cardinal has recorded that.', {
    ...envelope('acknowledged', '01977f3e-7d30-7000-9b1e-4c5d6e7f8091', '17:30:04'),
    of: said(8),
  }),
  byBureau('12-shipped-part-2', 'The last one follows. That it is shipped says that it is produced.', {
    ...envelope('shipped', said(9), '18:45:00'),
    carrier: 'City Couriers',
    tracking: 'CC 4471 0029 12',
    part: { number: 2, of: 2 },
    lines: [hedy],
  }),
]

/** The public key that the example of a batch is signed for, as PEM. */
export const examplePublicKey = (): string => createPublicKey(exampleKey).export({ type: 'spki', format: 'pem' }).toString()

const BATCH = '01977f3e-5c10-7000-8a6e-3f1d2c4b5a69'
const RECALL = '01977f3e-6b20-7000-8c0d-1a2b3c4d5e6f'
const said = (count: number) => `2b680bb5-a149-4751-ad84-cb0bb4e17d${String(count).padStart(2, '0')}`
const pair = (digits: string) => ({ order: `01977f3e-${digits}-7001-9c0d-1e2f3a4b5c6d`, card: `01977f3e-${digits}-7000-8b1c-2d3e4f5a6b7c` })

const [ada, grace, emilie] = [pair('1a2b'), pair('1a2c'), pair('1a2d')]
const [mary, katherine, hedy] = [pair('1a2e'), pair('1a2f'), pair('1a30')]
const recalls = { katherine: '01977f3e-6b20-7001-9d1e-2b3c4d5e6f70', hedy: '01977f3e-6b20-7002-8e2f-3c4d5e6f7081' }

const envelope = <const K extends string>(kind: K, message: string, time: string) =>
  ({ format: 'cardinal-bureau', version: 1, kind, message, at: `2029-06-28T${time}Z` }) as const

const byCardinal = (name: string, summary: string, message: ToBureau): Example => ({ name, by: 'cardinal', summary, message })
const byBureau = (name: string, summary: string, message: FromBureau): Example => ({ name, by: 'bureau', summary, message })

function line(
  ids: { order: string; card: string },
  cardNumber: number,
  [firstName, lastName, employeeNumber, unit]: [string, string, string, string | null],
  photo: string,
): ManifestLine {
  const fields = { FIRST_NAME: firstName, LAST_NAME: lastName, EMPLOYEE_NUMBER: employeeNumber, UNIT: unit, VALID_TO: '2034-06-30' }
  return { ...ids, cardNumber, layout: 'employee-2029', fields, photo }
}

/** The photos stand beside the examples, each named by its hash. */
const manifest: Manifest = {
  version: 1,
  batch: BATCH,
  number: 12,
  bureau: 'city-cards',
  orders: [
    line(ada, 1042, ['Ada', 'Lovelace', '10017', 'Analytical Engines'], 'dd631bfdc9b195df2f5aa6d6693f056748f75b71e8e46ae224f4ef2b5589caa4'),
    line(grace, 1043, ['Grace', 'Hopper', '10023', 'Compilers'], 'f0c92dff321f8c1029fae0bf37069e64657da80d217e038ad1ff3321d63ede9d'),
    line(
      emilie,
      1044,
      ['Émilie', 'du Châtelet', '10031', 'Natural Philosophy'],
      '3272b39825336a5373155a40d330bc92d7d9ee1b1a9c29b0d8cbee912aaf3d98',
    ),
    line(
      mary,
      1045,
      ['Mary', 'Somerville', '10038', 'Celestial Mechanics ☾'],
      '392ebf8c6b1d2628ceeca3cd27f08480e45a2437af2ff98bfebab5264b17996d',
    ),
    line(katherine, 1046, ['Katherine', 'Johnson', '10040', null], '2000678e52b982125933edffb08cde0ba6de50745a397d416de234b175b563aa'),
    line(hedy, 1047, ['Hedy', 'Lamarr', '10044', 'Radio'], '35177d8eca51080586ae85d40ba1fd2d5dfce5a927ea4113338842ecd6be8abb'),
  ],
}

const hash = () => sha256(canonical(manifest))

/** Known to everybody who reads this, so it proves nothing but how a signature is checked. 32 bytes, in the envelope of PKCS #8. */
const exampleKey = createPrivateKey({
  key: Buffer.from(`302e020100300506032b657004220420${sha256('the key of the examples')}`, 'hex'),
  format: 'der',
  type: 'pkcs8',
})
