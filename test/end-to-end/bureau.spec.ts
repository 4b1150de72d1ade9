import { randomUUID } from 'node:crypto'
import { readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import { unpackArchive } from '../../src/production/bureaus/archive.ts'
import type { FromBureau, OrderBatch, Recall } from '../../src/production/contract/message.ts'
import { type GnuPG, openGnuPG } from '../gnupg.ts'
import { type SftpServer, startSftpServer } from '../sftp-server.ts'
import { demoPassword, expect, test } from './cardinal.ts'
import { signIn } from './sign-in.ts'

/**
 * A bureau for real: it is connected by SFTP to an OpenSSH server, an order is watched until it leaves, the bureau opens what it gets with
 * GnuPG and answers with it; and two orders are called back, one in time.
 */

test.describe.configure({ mode: 'serial', timeout: 90_000 })

const screenshots = 'test-results/screenshots'
const shot = (page: Page, name: string): Promise<unknown> => page.screenshot({ path: `${screenshots}/bureau-${name}.png` })

let sftp: SftpServer
let gnupg: GnuPG
/** The bureau's key, by its fingerprint, and ours. */
let theirs: string
let ours: string
let answers = 0
test.beforeAll(async () => {
  sftp = await startSftpServer()
  gnupg = openGnuPG()
  theirs = gnupg.makeKey('bureau')
})
test.afterAll(async () => {
  await sftp.stop()
  gnupg.close()
})

const files = (folder: string): string[] => readdirSync(join(sftp.folder, folder)).filter((name) => name.endsWith('.pgp'))

/** What the bureau opens with GnuPG; it makes sure that we signed it. */
function opened(name: string): Buffer {
  const { bytes, signedBy } = gnupg.open(readFileSync(join(sftp.folder, 'orders', name)))
  expect(signedBy).toBe(ours)
  return bytes
}

async function batch(): Promise<OrderBatch> {
  const name = files('orders').find((each) => each.startsWith('batch-')) ?? ''
  const unpacked = await unpackArchive(opened(name))
  const bytes = 'why' in unpacked ? undefined : unpacked.messages.find((entry) => entry.name === 'message.json')?.bytes
  return JSON.parse(Buffer.from(bytes ?? '').toString('utf8')) as OrderBatch
}

type Said = FromBureau extends infer M ? (M extends FromBureau ? Omit<M, 'format' | 'version' | 'message' | 'at'> : never) : never

/** The bureau says something: signed and encrypted by GnuPG, under its name only when it is whole. */
function say(said: Said): void {
  const message = { format: 'cardinal-bureau', version: 1, message: randomUUID(), at: new Date().toISOString(), ...said }
  const name = `${String(++answers).padStart(4, '0')}.json.pgp`
  const part = join(sftp.folder, 'answers', `.${name}.part`)
  writeFileSync(part, gnupg.seal(Buffer.from(JSON.stringify(message)), { for: ours, by: theirs }))
  renameSync(part, join(sftp.folder, 'answers', name))
}

async function asAdmin(page: Page, method: 'put' | 'post', path: string, data: unknown): Promise<unknown> {
  const signedIn = await page.request.post('/api/v1/sign-in', { data: { name: 'admin', password: demoPassword } })
  const { csrf } = (await signedIn.json()) as { csrf: string }
  const answer = await page.request[method](`/api/v1${path}`, { data, headers: { 'x-csrf-token': csrf } })
  expect(answer.ok(), await answer.text()).toBe(true)
  return answer.json()
}

/** Asks the bureau how far the card is, and waits until its answer is in. */
async function update(page: Page): Promise<void> {
  const asked = page.waitForResponse((answer) => answer.request().method() === 'POST' && answer.url().includes('/commands/'))
  await page.getByRole('button', { name: 'Update card order' }).click()
  await asked
}

test('an administrator connects the bureau by SFTP and tests the connection', async ({ page }) => {
  await signIn(page, 'admin', '/admin/bureaus/bureau?tab=connection')
  await page.getByText('SFTP', { exact: true }).click()
  await page.getByRole('textbox', { name: /^Host(?! key)/ }).fill(sftp.host)
  await page.getByRole('textbox', { name: /^Port/ }).fill(String(sftp.port))
  await page.getByLabel('Name to sign in with').fill(sftp.user)
  await page.getByRole('textbox', { name: /^Folder/ }).fill(sftp.folder)
  await page.getByRole('textbox', { name: /^Host key/ }).fill(sftp.hostKey)
  await page.getByLabel('OpenPGP public key of the bureau').fill(gnupg.exportKey(theirs))
  await page.getByRole('button', { name: /^Save/ }).click()
  await expect(page.getByLabel('Unsaved changes')).toHaveCount(0)

  await page.getByRole('button', { name: 'Enter SSH key' }).click()
  await page.getByRole('dialog').getByRole('textbox').fill(sftp.clientKey)
  await page.getByRole('button', { name: 'Enter it' }).click()
  await page.getByRole('button', { name: /^Generate/ }).click()
  await page
    .getByRole('dialog')
    .getByRole('button', { name: /^Generate/ })
    .click()
  await expect(page.getByRole('button', { name: 'Download the public key' })).toBeVisible()
  const key = (await (await page.request.get('/api/v1/bureau-definitions/bureau/openpgp-key')).json()) as {
    publicKey: string
    fingerprint: string
  }
  gnupg.importKey(key.publicKey)
  ours = key.fingerprint.toUpperCase()

  await page.getByRole('button', { name: 'Test connection' }).click()
  const tried = page.getByRole('region', { name: 'Test connection' })
  await expect(tried.getByText('Everything works.')).toBeVisible()
  await expect(tried.getByRole('img', { name: 'Works' })).toHaveCount(7)
  await tried.scrollIntoViewIfNeeded()
  await shot(page, '01-connected')
})

let card: string

test('an order is watched until it leaves, and comes back produced', async ({ page }) => {
  await asAdmin(page, 'put', '/templates/user/states/active/commands', {
    items: [{ useCase: 'order-card', mapping: 'CardsMapUserToCard' }],
  })
  await asAdmin(page, 'put', '/templates/card/states/ordered/commands', {
    items: [{ useCase: 'update-card-order' }, { useCase: 'recall-card-order' }, { useCase: 'block-card-on-arrival' }],
  })
  // It leaves in the minute after the next one.
  const at = new Date(Date.now() + 8 * 60_000)
  const schedule = `${at.getUTCMinutes()} ${at.getUTCHours()} * * *`
  await asAdmin(page, 'put', '/options', { values: { CardsAddonExtProdReleaseSchedule: schedule, CardsAddonExtProdTimeZone: 'UTC' } })

  await signIn(page, 'operator', '/operator')
  const found = await page.request.get('/api/v1/users?state=active&q=abdi&limit=1')
  const [user] = ((await found.json()) as { items: { id: string }[] }).items
  await page.goto(`/operator/users/${user?.id}`)
  await page.getByRole('button', { name: 'Order card' }).click()
  await expect(page.getByRole('region', { name: 'The card as it would be printed' })).toBeVisible()
  await page.getByRole('button', { name: 'Next: order the card' }).click()
  await page.getByRole('link', { name: /^Open Card \d+/ }).click()
  await expect(page.getByText(/leaves in \d:\d\d/)).toBeVisible()
  card = /cards\/([0-9a-f-]{36})/.exec(page.url())?.[1] ?? ''
  await shot(page, '02-countdown')

  const admin = await page
    .context()
    .browser()
    ?.newContext({ baseURL: new URL(page.url()).origin })
  if (!admin) throw new Error('There is no browser.')
  const production = await admin.newPage()
  await signIn(production, 'admin', '/admin/production')
  await production.getByRole('button', { name: 'Send now' }).click()
  await production.getByRole('dialog').getByRole('button', { name: /^Send/ }).click()
  await expect(page.getByRole('status', { name: 'State' })).toHaveText('Ordered', { timeout: 20_000 })
  await shot(page, '03-ordered')

  const sent = await batch()
  const line = sent.manifest.orders.find((order) => order.card === card)
  expect(line).toMatchObject({ layout: expect.any(String), fields: expect.any(Object) })
  const { order } = line ?? { order: '' }
  const others = sent.manifest.orders.slice(0, 1).map(({ order: reference }) => ({ order: reference, reference: 'NK-2026-1' }))
  say({ kind: 'acknowledged', of: sent.message, references: others })
  say({ kind: 'in-production', lines: [{ order, card }] })
  say({ kind: 'produced', lines: [{ order, card, chipNumber: '04A1B2C3D4', serialNumber: 'S-1' }] })
  await update(page)
  await page.goto(`/operator/cards/${card}`)
  await expect(page.getByRole('status', { name: 'State' })).toHaveText('Produced', { timeout: 20_000 })
  await expect(page.getByText('04A1B2C3D4')).toBeVisible()
  await shot(page, '04-produced')
  expect(files('answers')).toEqual([])
  expect(readdirSync(join(sftp.folder, 'acknowledgements'))).toHaveLength(3)
  await production.goto('/admin/production')
  await expect(production.getByText('Cards are produced').first()).toBeVisible()
  await shot(production, '05-production')
  await admin.close()
})

test('two orders are called back: the one the bureau stops is Aborted, the other is blocked on arrival', async ({ page }) => {
  const sent = await batch()
  await signIn(page, 'operator', '/operator')
  const rest = sent.manifest.orders.filter((line) => line.card !== card).slice(0, 2)
  for (const line of rest) {
    await page.goto(`/operator/cards/${line.card}`)
    await page.getByRole('button', { name: 'Recall card order' }).click()
    await page.getByLabel('Reason').fill('The unit on the card is wrong')
    await page.getByRole('button', { name: 'Next: ask the bureau' }).click()
    await expect(page.getByText('The bureau is asked').or(page.getByText(/done/i)).first()).toBeVisible()
  }
  await expect.poll(() => files('orders').filter((name) => name.startsWith('recall-')).length, { timeout: 20_000 }).toBe(2)
  await page.goto('/operator/recalls')
  await expect(page.getByText('With the bureau').first()).toBeVisible()
  await shot(page, '06-recalls-asked')

  const recalls = files('orders').filter((name) => name.startsWith('recall-'))
  const asked = recalls.flatMap((name) => (JSON.parse(opened(name).toString('utf8')) as Recall).lines)
  const [stopped, going] = rest.map(({ card: each }) => asked.find((line) => line.card === each))
  if (!stopped || !going) throw new Error('A recall did not reach the bureau.')
  say({ kind: 'recall-accepted', lines: [stopped] })
  say({ kind: 'recall-refused', lines: [{ ...going, code: 'too-late', text: 'The card is in lamination already.' }] })
  await page.goto(`/operator/cards/${going.card}`)
  await update(page)
  await page.goto('/operator/recalls')
  await expect(page.getByText('The card is in lamination already.').first()).toBeVisible({ timeout: 20_000 })
  await shot(page, '07-recalls-answered')

  await page.goto(`/operator/cards/${stopped.card}`)
  await expect(page.getByRole('status', { name: 'State' })).toHaveText('Aborted')
  await page.goto(`/operator/cards/${going.card}`)
  await page.getByRole('button', { name: 'Block card on arrival' }).click()
  await page.getByLabel('Reason').fill('The unit on the card is wrong')
  await page.getByRole('button', { name: 'Next: block it on arrival' }).click()
  say({ kind: 'produced', lines: [{ order: going.order, card: going.card }] })
  await page.goto(`/operator/cards/${going.card}`)
  await update(page)
  await page.goto(`/operator/cards/${going.card}`)
  await expect(page.getByRole('status', { name: 'State' })).toHaveText('Blocked', { timeout: 20_000 })
  await expect(page.getByRole('button', { name: 'Activate card' })).toHaveCount(0)
  await shot(page, '08-blocked')
})
