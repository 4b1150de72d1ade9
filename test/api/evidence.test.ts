import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { everywhere } from '../../src/engine/permit.ts'
import { privateKeyOf, signerOf } from '../../src/kit/signature.ts'
import { unpackFiles } from '../../src/production/bureaus/archive.ts'
import { type EvidenceIndex, packEvidence } from '../../src/production/evidence.ts'
import { type GivenKeys, verifyEvidence } from '../../src/production/verify-evidence.ts'
import { keepMessage } from '../../src/store/bureau-message.ts'
import { ordersOf } from '../../src/store/order.ts'
import { verifyEvidenceFile } from '../../src/verify-evidence.ts'
import { toldOf } from '../../src/verify-receipt.ts'
import { fingerprint, journalSize } from '../contract/objects.ts'
import { openTestDesk, type TestDesk } from '../desk.ts'
import { sealEverything } from '../journal/tampered.ts'
import { openTestServer, type TestServer } from '../server.ts'

let desk: TestDesk
let server: TestServer
let aborted: string
let ordered: string
beforeAll(async () => {
  desk = await openTestDesk()
  server = await openTestServer(desk)
  await desk.enable('order-card', 'abort-card-order')
  aborted = await desk.queuedCard()
  await desk.perform('abort-card-order', [aborted])
  ordered = await desk.orderedCard(await desk.someUser({ lastName: 'Ordered' }))
  await sealEverything(desk.world)
})
afterAll(async () => {
  await server.close()
  await desk.close()
})

type Files = ReadonlyMap<string, Uint8Array>

async function download(card: string, name = 'admin'): Promise<{ status: number; type: string | null; bytes: Buffer }> {
  const { cookie } = await server.as(name)
  const response = await fetch(`${server.address}/api/v1/cards/${card}/evidence`, { headers: { cookie } })
  return { status: response.status, type: response.headers.get('content-type'), bytes: Buffer.from(await response.arrayBuffer()) }
}

async function filesIn(bytes: Uint8Array): Promise<Files> {
  const read = await unpackFiles(bytes)
  if ('why' in read) throw new Error(read.why)
  return read.files
}

const textIn = (files: Files, name: string): string => Buffer.from(files.get(name) ?? []).toString()
const jsonIn = (files: Files, name: string) => JSON.parse(textIn(files, name))

async function published(): Promise<GivenKeys> {
  const [signing, journal] = await Promise.all([server.nobody.get('/keys'), server.nobody.get('/journal/keys')])
  return {
    signing: signing.body.keys.map(({ publicKey }: { publicKey: string }) => publicKey),
    journal: journal.body.keys.map(({ key }: { key: string }) => key),
  }
}

/** What is wrong with these files, by the published keys. */
const faults = async (files: Files): Promise<string[]> =>
  verifyEvidence(files, await published()).flatMap(({ verdict, sentence }) => (verdict === 'wrong' ? [sentence] : []))

test('an aborted card comes with its history, each entry proved, and its receipt; the journal keeps who took it away', async () => {
  await server.as('approver')
  const [before, size] = [await fingerprint(desk), await journalSize(desk)]
  const { status, type, bytes } = await download(aborted, 'approver')
  expect([status, type]).toEqual([200, 'application/zip'])
  expect([await fingerprint(desk), (await journalSize(desk)) - size]).toEqual([before, 1])
  expect((await (await server.as('approver')).get(`/cards/${aborted}/history`)).body.items[0].sentence).toMatch(
    /^Test approver took away the evidence of card \d+\.$/i,
  )
  const files = await filesIn(bytes)
  expect([...files.keys()]).toEqual([
    'evidence.md',
    'card.json',
    'history.jsonl',
    'checkpoint.txt',
    'orders.json',
    'approvals.json',
    'bureau-messages.json',
    'recalls.json',
    'incidents.json',
    'receipt.json',
    'keys/signing-keys.pem',
    'keys/journal-keys.txt',
    'index.json',
    'index.sig',
  ])
  const entries = textIn(files, 'history.jsonl').trim().split('\n')
  expect(entries.map((line) => JSON.parse(line).entry.to)).toEqual(['registered', 'processing', 'aborted'])
  expect(jsonIn(files, 'card.json')).toMatchObject({ id: aborted, state: 'aborted' })
  expect(jsonIn(files, 'orders.json')).toMatchObject([
    { status: 'withdrawn', queuedAt: expect.any(String), withdrawnAt: expect.any(String) },
  ])
  expect(jsonIn(files, 'approvals.json').map(({ requester }: { requester: string }) => requester)).toEqual([
    desk.operator.id,
    desk.operator.id,
  ])
  expect(jsonIn(files, 'index.json')).toMatchObject({ by: { kind: 'person', account: desk.actors.approver.id } })
  for (const text of [...files.values()].map((each) => Buffer.from(each).toString())) expect(text).not.toMatch(/First 1|Test operator/)
  expect(toldOf(verifyEvidence(files, await published()))).toEqual([
    expect.stringMatching(/^right: The list of files is as it was signed with the key/),
    'right: Each of the 12 files is the one that is listed.',
    expect.stringMatching(
      /^right: Entries that are proved to be in the journal of \d+ entries: \d+\. Its checkpoint is signed with a key that you gave\.$/,
    ),
    expect.stringMatching(/^right: Receipt: It is as it was signed/),
    expect.stringMatching(/^not checked: Receipt: The manifests themselves were not given/),
  ])
})

test('an ordered card comes with its line of the manifest, whose hash is signed, and without a receipt', async () => {
  const files = await filesIn((await download(ordered)).bytes)
  const name = [...files.keys()].find((each) => each.startsWith('manifest-line-')) ?? ''
  expect(jsonIn(files, name)).toMatchObject({ status: 'sent', line: { card: ordered }, hash: expect.stringMatching(/^[0-9a-f]{64}$/) })
  expect(files.has('receipt.json')).toBe(false)
  expect(jsonIn(files, 'orders.json')).toMatchObject([{ status: 'sent', sentAt: expect.any(String), batch: expect.any(String) }])
  expect(await faults(files)).toEqual([])
})

test('what a bureau said comes with the lines about the card, and none about another', async () => {
  const order = (await ordersOf(desk.world.db, [ordered])).get(ordered)
  const said = async (body: Record<string, unknown>): Promise<void> => {
    const about = { bureau: 'bureau', kind: 'produced', source: 'a test', saidAt: null, lines: 2 }
    await keepMessage(desk.world.db, { ...about, message: desk.world.newId(), body }, desk.clock.now())
  }
  const mine = { order: order?.id, card: ordered, chipNumber: '04A1' }
  await said({ lines: [mine, { order: desk.world.newId(), card: aborted, chipNumber: '04A2' }] })
  await said({ of: order?.batch?.id })
  await said({ lines: [{ order: desk.world.newId(), card: desk.world.newId() }] })
  const files = await filesIn((await download(ordered)).bytes)
  expect(jsonIn(files, 'bureau-messages.json').map(({ lines, batch }: { lines: unknown; batch: unknown }) => [lines, batch])).toEqual([
    [[mine], null],
    [[], order?.batch?.id],
  ])
  expect(await faults(files)).toEqual([])
})

test('one changed byte is found, in whichever file it is, and so is a file that was added or taken out', async () => {
  for (const card of [aborted, ordered]) {
    const files = await filesIn((await download(card)).bytes)
    for (const [name, bytes] of files) {
      const changed = Uint8Array.from(bytes)
      const at = Math.floor(changed.length / 2)
      changed[at] = (changed[at] ?? 0) ^ 1
      expect([name, (await faults(new Map([...files, [name, changed]]))).length > 0]).toEqual([name, true])
      expect([name, (await faults(new Map([...files].filter(([each]) => each !== name)))).length > 0]).toEqual([name, true])
    }
    expect(await faults(new Map([...files, ['more.json', Buffer.from('{}')]]))).toEqual(['more.json is not listed; it was added.'])
  }
})

test('who signs a changed archive anew is found by the proofs, and by the key where it is another', async () => {
  const files = await filesIn((await download(ordered)).bytes)
  const { by, organisation, card, leftOut } = jsonIn(files, 'index.json') as EvidenceIndex
  const signedAnew = async (changes: Record<string, (text: string) => string>, signer = desk.world.signer): Promise<Files> => {
    const kept = [...files].filter(([name]) => !name.startsWith('index.'))
    const changed = kept.map(([name, bytes]) => ({ name, bytes: Buffer.from(changes[name]?.(Buffer.from(bytes).toString()) ?? bytes) }))
    return filesIn(await packEvidence(changed, { by, organisation, card, leftOut }, signer, desk.clock.now()))
  }
  const line = [...files.keys()].find((name) => name.startsWith('manifest-line-')) ?? ''
  expect(await faults(await signedAnew({}))).toEqual([])
  const stranger = signerOf(privateKeyOf(new Uint8Array(32).fill(9)))
  const told = async (changes: Parameters<typeof signedAnew>[0]): Promise<string> => (await faults(await signedAnew(changes))).join('\n')
  expect((await faults(await signedAnew({}, stranger))).join()).toContain(`It names the key ${stranger.keyId}, which is not among`)
  expect(await told({ 'history.jsonl': (text) => text.replace('"kind":"moved"', '"kind":"other"') })).toMatch(
    /is not in the journal as it was sealed/,
  )
  expect(await told({ 'history.jsonl': (text) => text.replace(ordered, aborted) })).toContain('not about the card: 1.')
  expect(await told({ 'checkpoint.txt': (text) => text.replace(/\n\d+\n/, '\n1\n') })).toContain('signed with none of the public keys')
  expect(await told({ [line]: (text) => text.replace(/"hash": "../, '"hash": "zz') })).toContain('a hash of a manifest that was not signed')
  expect(await told({ 'card.json': (text) => text.replace(ordered, aborted) })).toContain('card.json is about another card')
})

test('the archive is checked as a file; without keys it says that those of the archive were taken', async () => {
  const file = join(desk.folder, 'evidence.zip')
  await writeFile(file, (await download(ordered)).bytes)
  const findings = await verifyEvidenceFile(file, [], (await published()).journal)
  expect(findings.map(({ verdict }) => verdict)).not.toContain('wrong')
  expect(toldOf(findings)[1]).toContain('not checked: No public key was given')
  await expect(verifyEvidenceFile(file, [], ['nonsense'])).rejects.toThrow('nonsense is not a public key of a journal')
  await writeFile(file, 'nonsense')
  expect(await verifyEvidenceFile(file, [], [])).toEqual([
    { verdict: 'wrong', sentence: 'It is not an archive (ZIP) that can be read, or it is damaged.' },
  ])
})

test('an entry that is not sealed yet comes without a proof, and what somebody may not see is left out', async () => {
  const card = await desk.orderedCard()
  const helpers = [...everywhere('evidence:card', 'read:card')]
  await desk.appoint('auditor', helpers)
  const files = await filesIn((await download(card, 'auditor')).bytes)
  const name = [...files.keys()].find((each) => each.startsWith('manifest-line-')) ?? ''
  expect(Object.keys(jsonIn(files, name).line).sort()).toEqual(['card', 'cardNumber', 'layout', 'order'])
  expect(jsonIn(files, 'index.json').leftOut).toEqual([
    'The names of whoever acted: accounts are named by their ids.',
    expect.stringMatching(/^The proofs of \d+ entries of the journal that are not sealed yet/),
    'What was printed on the card, and what the bureau read out of it: it is hidden from whoever asked.',
    'Recalls: whoever asked may not see them.',
    'Incidents: whoever asked may not see them.',
  ])
  expect(await faults(files)).toEqual([])
})

test('it is refused to whoever may not, and a card out of reach is not there; both are in the journal, and nothing else is', async () => {
  const elsewhere = { scope: 'unit', unit: 'Elsewhere' } as const
  await desk.appoint('far', [
    { role: 'read:card', ...elsewhere },
    { role: 'evidence:card', ...elsewhere },
  ])
  await desk.appoint('narrow', [...everywhere('read:card'), { role: 'evidence:card', ...elsewhere }])
  await Promise.all(['operator', 'far', 'narrow'].map((name) => server.as(name)))
  for (const [name, card, status, code] of [
    ['operator', ordered, 403, 'not_permitted'],
    ['far', ordered, 404, 'no_such_object'],
    ['narrow', ordered, 403, 'not_permitted'],
    ['admin', 'nonsense', 404, 'no_such_object'],
  ] as const) {
    const [before, size] = [await fingerprint(desk), await journalSize(desk)]
    const answer = await (await server.as(name)).get(`/cards/${card}/evidence`)
    expect([name, answer.status, answer.body.code]).toEqual([name, status, code])
    expect([await fingerprint(desk), (await journalSize(desk)) - size]).toEqual([before, 1])
    const [newest] = await desk.world.db.query("select kind, facts ->> 'code' as code from journal order by id desc limit 1")
    expect(newest).toEqual({ kind: 'refused', code })
  }
  expect((await server.nobody.get(`/cards/${ordered}/evidence`)).status).toBe(401)
  expect((await (await server.as('operator')).get('/me')).body.evidence).toEqual([])
  expect((await (await server.as('approver')).get('/me')).body.evidence).toEqual(['card'])
})
