import { expect, it } from 'vitest'
import { canonical, sha256 } from '../kit/hash.ts'
import { privateKeyOf, signerOf } from '../kit/signature.ts'
import type { OrderFacts, SealedFacts } from '../store/receipt.ts'
import type { Manifest } from './contract/message.ts'
import { handedOverIn, makeReceipt, type ReceiptFacts, signedText } from './receipt.ts'
import { type GivenManifest, type ReceiptFinding, verifyReceipt } from './verify-receipt.ts'

const signer = signerOf(privateKeyOf(new Uint8Array(32).fill(1)))
const stranger = signerOf(privateKeyOf(new Uint8Array(32).fill(2)))
const id = (number: number): string => `01977f3e-0000-7000-8000-${String(number).padStart(12, '0')}`
const [CARD, ORDER] = [id(1), id(2)]
const time = (minute: number): Date => new Date(Date.UTC(2026, 10, 25, 8, minute))

const manifestOf = (number: number, card = id(1000 + number)): Manifest => ({
  version: 1,
  batch: id(number),
  number,
  bureau: 'bureau',
  orders: [{ order: id(2000 + number), card, cardNumber: 20_000 + number, layout: 'plain', fields: { unit: 'Tests' }, photo: null }],
})
const sealedOf = (manifest: Manifest, status: SealedFacts['status'] = 'sent'): SealedFacts => ({
  id: manifest.batch,
  number: manifest.number,
  bureau: 'bureau',
  status,
  hash: sha256(canonical(manifest)),
  orders: manifest.orders.length,
  sealedAt: time(manifest.number - 100),
  sentAt: status === 'sent' ? time(manifest.number - 99) : null,
})
const order = (told: Partial<OrderFacts> = {}): OrderFacts => ({
  id: ORDER,
  bureau: 'bureau',
  status: 'withdrawn',
  queuedAt: time(0),
  sentAt: null,
  withdrawnAt: time(10),
  batch: null,
  ...told,
})
const manifests = [101, 103, 105].map((number) => manifestOf(number))
const facts: ReceiptFacts = {
  at: time(30),
  organisation: 'Example',
  card: { id: CARD, number: 10_001, madeAt: time(0) },
  abortedAt: time(10),
  orders: [order()],
  took: [],
  sealed: manifests.map((manifest) => sealedOf(manifest)),
}
const receipt = makeReceipt(facts, signer)
const given = (...all: unknown[]): GivenManifest[] => all.map((manifest, at) => ({ name: `file-${at}.json`, manifest }))
const words = (findings: readonly ReceiptFinding[]): string[] => findings.map(({ verdict, sentence }) => `${verdict}: ${sentence}`)
const check = (value: unknown, ...files: unknown[]): string[] => words(verifyReceipt(value, [signer.publicKey], given(...files)))
const SIGNED = `right: It is as it was signed with the key ${signer.keyId}. It says: ${receipt.statement}`

it('says of which card, and which manifests there were, and the same facts give the same receipt', () => {
  expect(receipt).toMatchObject({
    at: '2026-11-25T08:30:00.000Z',
    card: { id: CARD, number: 10_001 },
    orders: [{ id: ORDER, bureau: 'bureau', queuedAt: '2026-11-25T08:00:00.000Z', withdrawnAt: '2026-11-25T08:10:00.000Z' }],
    statement:
      'Card 10001 was aborted at 2026-11-25T08:10:00.000Z, and is in none of the manifests that Cardinal sealed from 2026-11-24T08:00:00.000Z ' +
      'to 2026-11-25T08:30:00.000Z and that reached, or may have reached, a bureau (in number: 3).',
    returned: [],
  })
  expect(receipt.manifests.list.map(({ number }) => number)).toEqual([101, 103, 105])
  expect(makeReceipt(facts, signer)).toEqual(receipt)
  expect(makeReceipt({ ...facts, at: time(31) }, signer).id).not.toBe(receipt.id)
})

it('with the manifests, each is looked at; without, it says that none was', () => {
  expect(check(receipt, ...manifests)).toEqual([
    SIGNED,
    'right: Manifests in the list that were looked at: 3 of 3. Each is what was sealed, and this card is in none of them.',
  ])
  expect(words(verifyReceipt(receipt, [signer.publicKey]))).toEqual([
    SIGNED,
    'open: The manifests themselves were not given. Whether the card is in one of them was not looked at.',
  ])
  expect(check(receipt, manifests[1])).toEqual([
    SIGNED,
    'right: Manifests in the list that were looked at: 1 of 3. Each is what was sealed, and this card is in none of them.',
    'open: Manifests in the list that were not looked at: 2, of the batches 101 and 105.',
  ])
})

it('any part that is altered is found', () => {
  const parts = leavesOf(receipt)
  expect(parts.length).toBe(40)
  for (const path of parts) {
    const altered = structuredClone(receipt)
    change(altered, path)
    const findings = verifyReceipt(altered, [signer.publicKey], given(...manifests))
    expect(
      findings.map(({ verdict }) => verdict),
      path.join('.'),
    ).toEqual(['wrong'])
  }
  const { list } = receipt.manifests
  const changes = [
    { manifests: { ...receipt.manifests, list: list.slice(1) } },
    { manifests: { ...receipt.manifests, count: 2, list: list.slice(1) } },
    { orders: [] },
    { recalledAt: null },
    { signature: undefined },
  ]
  for (const altered of changes)
    expect(verifyReceipt({ ...receipt, ...altered }, [signer.publicKey]).map(({ verdict }) => verdict)).toEqual(['wrong'])
})

it('a key that is not given, or not that of the signature, is told', () => {
  expect(words(verifyReceipt(receipt, [stranger.publicKey, 'no key']))).toEqual([
    `wrong: It names the key ${signer.keyId}, which is not among the given ones; so it was not looked whether it is genuine.`,
  ])
  const forged = { ...receipt, signature: { key: signer.keyId, value: makeReceipt(facts, stranger).signature.value } }
  expect(check(forged)).toEqual([
    `wrong: It is not what was signed with the key ${signer.keyId}: it was altered, or signed by somebody else.`,
  ])
  expect(words(verifyReceipt(receipt, [stranger.publicKey, signer.publicKey]))[0]).toBe(SIGNED)
})

it('a list that is not as long as it says is told, also where that was signed', () => {
  const { signature: _, ...said } = { ...receipt, manifests: { ...receipt.manifests, count: 7 } }
  const signed = { ...said, signature: { key: signer.keyId, value: signer.sign(signedText(said)) } }
  expect(check(signed)).toEqual(['wrong: It says that it lists 7 manifests, and lists 3.'])
})

it('a manifest that asks for the card is found, by the card, its number or its order', () => {
  const [one] = manifestOf(101).orders
  for (const line of [{ card: CARD }, { cardNumber: 10_001 }, { order: ORDER }]) {
    const bad = { ...manifestOf(101), orders: [{ ...one, ...line }] }
    expect(check(receipt, bad)).toContain('wrong: file-0.json, which says it is batch 101, asks for this card.')
  }
  expect(check(receipt, manifestOf(900, CARD))).toContain('wrong: file-0.json, which says it is batch 900, asks for this card.')
})

it('a manifest that is not what was sealed, or is missing in the list, is found', () => {
  const other = { ...manifestOf(101), bureau: 'another' }
  expect(check(receipt, other, ...manifests.slice(1))).toEqual([
    SIGNED,
    'wrong: file-0.json, which says it is batch 101, is not the manifest that was sealed: its hash is another.',
    'right: Manifests in the list that were looked at: 2 of 3. Each is what was sealed, and this card is in none of them.',
    'open: Manifests in the list that were not looked at: 1, of batch 101.',
  ])
  expect(check(receipt, manifestOf(102))).toContain(
    'wrong: file-0.json, which says it is batch 102, is not in the list, though batches before and after it are.',
  )
})

it('what has nothing to do with it is passed over, and said to be', () => {
  expect(check(receipt, ...manifests, manifestOf(106), { format: 'cardinal-answer' })).toEqual([
    SIGNED,
    'open: file-3.json, which says it is batch 106, is not in the time of the receipt; this card is not in it.',
    'open: file-4.json is not a manifest, and was not looked at.',
    'right: Manifests in the list that were looked at: 3 of 3. Each is what was sealed, and this card is in none of them.',
  ])
})

it('a batch that did not reach the bureau stands apart, and its manifest must be in nobody’s hands', () => {
  const held = manifestOf(104, CARD)
  const took = [{ id: held.batch, number: 104, status: 'returned' as const, runId: id(9) }]
  const made = makeReceipt({ ...facts, took, sealed: [...facts.sealed, sealedOf(held, 'returned')] }, signer)
  expect([made.manifests.count, made.returned.map(({ number, card }) => [number, card])]).toEqual([3, [[104, true]]])
  expect(check(made, ...manifests).map((each) => each.split(':')[0])).toEqual(['right', 'right'])
  expect(check(made, held)).toContain('wrong: file-0.json, which says it is batch 104, asks for this card.')
})

it('a card that was, or may have been, given to a bureau gets no receipt', () => {
  const batch = (status: string) => ({ id: id(101), number: 101, status })
  const taking = (status: SealedFacts['status'], number: number) => ({ id: id(number), number, status, runId: id(9) })
  expect(handedOverIn([order()], [])).toBeUndefined()
  expect(handedOverIn([order({ status: 'answered', batch: batch('returned') }), order()], [])).toBeUndefined()
  expect(handedOverIn([order()], [taking('sent', 101), taking('returned', 102)])).toBeUndefined()
  for (const status of ['open', 'sealed', 'sent', 'acknowledged'])
    expect(handedOverIn([order({ status: 'answered', batch: batch(status) }), order()], []), status).toEqual({ number: 101 })
  expect(handedOverIn([order({ sentAt: time(5) })], [])).toEqual({ number: null })
  expect(handedOverIn([order()], [taking('sent', 101)])).toMatchObject({ number: 101 })
  for (const orders of [[order({ status: 'queued' })], [order({ status: 'claimed', batch: batch('sealed') })]])
    expect(() => makeReceipt({ ...facts, orders }, signer)).toThrow('it gets no receipt')
})

type Path = readonly (string | number)[]

/** Where every single value stands. */
const leavesOf = (value: unknown): Path[] =>
  typeof value === 'object' && value !== null
    ? Object.entries(value).flatMap(([key, inner]) => leavesOf(inner).map((path) => [key, ...path]))
    : [[]]

/** Another value of the same form, where the form allows one. */
function change(value: unknown, path: Path): void {
  const key = path.at(-1) ?? ''
  const holder = path.slice(0, -1).reduce((inner, step) => (inner as Record<string, unknown>)[step], value) as Record<string, unknown>
  const last = holder[key]
  if (typeof last === 'number') holder[key] = last + 1
  else holder[key] = typeof last === 'string' ? last.replace(/[0-9a-z](?=[^0-9a-z]*$)/i, (end) => (end === '1' ? '2' : '1')) : 'x'
}
