import { execFile } from 'node:child_process'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { canonical, sha256 } from './kit/hash.ts'
import { root } from './kit/root.ts'
import { privateKeyOf, signerOf } from './kit/signature.ts'
import { makeReceipt } from './production/receipt.ts'
import { toldOf, verifyReceiptFile } from './verify-receipt.ts'

const [old, signer] = [1, 2].map((byte) => signerOf(privateKeyOf(new Uint8Array(32).fill(byte)))) as [Signer, Signer]
type Signer = ReturnType<typeof signerOf>
const [CARD, BATCH, OTHER] = [1, 2, 3].map((number) => `01977f3e-0000-7000-8000-00000000000${number}`) as [string, string, string]
const at = new Date('2026-11-25T08:00:00Z')

const manifest = {
  version: 1,
  batch: BATCH,
  number: 101,
  bureau: 'bureau',
  orders: [{ order: OTHER, card: OTHER, cardNumber: 2, fields: {} }],
}
const message = { format: 'cardinal-bureau', kind: 'order-batch', manifest }
const batch = {
  id: BATCH,
  number: 101,
  bureau: 'bureau',
  status: 'sent' as const,
  hash: sha256(canonical(manifest)),
  orders: 1,
  sealedAt: at,
}
const receipt = makeReceipt(
  {
    at,
    organisation: 'Example',
    card: { id: CARD, number: 1, madeAt: at },
    abortedAt: at,
    orders: [],
    took: [],
    sealed: [{ ...batch, sentAt: at }],
  },
  signer,
)

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'cardinal-receipt-'))
  await mkdir(join(folder, 'orders', 'done'), { recursive: true })
  await writeFile(join(folder, 'receipt.json'), JSON.stringify(receipt, null, 2))
  await writeFile(join(folder, 'keys.pem'), `${old.publicKey}\n${signer.publicKey}`)
  await writeFile(join(folder, 'orders', 'done', 'batch-101.json'), JSON.stringify(message))
})
afterAll(() => rm(folder, { recursive: true }))

const file = (...path: string[]): string => join(folder, ...path)

it('a receipt is checked against keys of a file and manifests of a folder, as they were sent or alone', async () => {
  const right = [
    `right: It is as it was signed with the key ${signer.keyId}. It says: ${receipt.statement}`,
    'right: Manifests in the list that were looked at: 1 of 1. Each is what was sealed, and this card is in none of them.',
  ]
  const check = () => verifyReceiptFile(file('receipt.json'), [file('keys.pem')], file('orders')).then(toldOf)
  expect(await check()).toEqual(right)
  await writeFile(file('orders', 'done', 'batch-101.json'), JSON.stringify(manifest))
  await writeFile(file('orders', 'half.json'), '{"manifest":')
  expect(await check()).toEqual([right[0], 'not checked: half.json is not a manifest, and was not looked at.', right[1]])
  await rm(file('orders', 'half.json'))
})

it('a file without a public key is named, and nothing is checked', async () => {
  for (const text of [
    '',
    'ssh-ed25519 AAAA',
    privateKeyOf(new Uint8Array(32).fill(2)),
    '-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----',
  ]) {
    await writeFile(file('wrong.pem'), text)
    await expect(verifyReceiptFile(file('receipt.json'), [file('wrong.pem')])).rejects.toThrow('wrong.pem holds no Ed25519 public key')
  }
})

it('on the command line an altered receipt is told, and its end says so', async () => {
  await writeFile(file('altered.json'), JSON.stringify({ ...receipt, card: { ...receipt.card, number: 3 } }))
  const [right, wrong] = await Promise.all(
    ['receipt.json', 'altered.json'].map((name) => cardinal(file(name), '--key', file('keys.pem'), '--manifests', file('orders'))),
  )
  expect([right?.code, right?.said.split('\n').map((line) => line.split(':')[0])]).toEqual([0, ['right', 'right']])
  expect(wrong).toEqual({
    code: 1,
    said: `WRONG: It is not what was signed with the key ${signer.keyId}: it was altered, or signed by somebody else.`,
  })
}, 180_000)

/** In a folder of its own and without settings: there is no database for it to open. */
function cardinal(...args: string[]): Promise<{ code: number; said: string }> {
  const env = { ...process.env, DATA_DIR: file('nowhere'), DATABASE_URL: 'postgres://127.0.0.1:1/nowhere' }
  return new Promise((done) => {
    execFile(
      process.execPath,
      ['--import', 'tsx', join(root, 'src/cli.ts'), 'verify-receipt', ...args],
      { cwd: root, env },
      (error, stdout, stderr) => done({ code: typeof error?.code === 'number' ? error.code : 0, said: `${stdout}${stderr}`.trim() }),
    )
  })
}
