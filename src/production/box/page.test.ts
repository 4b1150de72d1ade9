import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { request } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { type BoxAtWork, batchOf, boxAtWork, comes, idOf } from '../../../test/bureau-messages.ts'
import type { BoxSettings } from './box.ts'

const clock = { now: 0 }
let folder = ''
let box: BoxAtWork
let address = ''

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'cardinal-box-page-'))
  clock.now = Date.UTC(2026, 5, 1)
})
afterEach(async () => {
  await box.close()
  rmSync(folder, { recursive: true })
})

it('shows what came, where each order is, what was said and what will be, and no names', async () => {
  await opened()
  expect(await text('/')).toMatch(/Open\.\s+It does nothing wrong\. It is 00:00:00 UTC\./)
  give()
  await comes(async () => (await text('/')).includes('cut-off7given'), 'the batch is shown, and acknowledged')
  const page = await text('/')
  expect(page).toContain('2 taken')
  expect(page).toContain('00:00:10in-production72')
  expect(page).toContain('00:00:00acknowledged72given')
  expect(page).toContain('00:00:00order-batch72')
  expect(await source('/')).toContain('http-equiv="refresh"')

  const batch = await text(`/batches/${batchOf(7, 2).message}`)
  expect(batch).toContain(`BOX-7-1taken${idOf(0)}${idOf(500_000)}`)
  expect(batch).not.toContain('Lovelace')
  expect((await fetch(`${address}/batches/${idOf(1)}`)).status).toBe(404)
  clock.now += 30_000
  await comes(async () => (await text('/')).includes('2 produced'), 'they are produced')
})

it('shows whom an order is for where that was asked for, as text and nothing else', async () => {
  await opened({ page: { port: 0, showNames: true } })
  give({ firstName: '<b>Ada</b>', lastName: 'Lovelace & "Co"', unit: 'Engines' })
  await comes(async () => (await text('/')).includes('cut-off7given'), 'the batch is shown, and acknowledged')
  const batch = await source(`/batches/${batchOf(7, 2).message}`)
  expect(batch).toContain('&lt;b&gt;Ada&lt;/b&gt; Lovelace &amp; &quot;Co&quot;')
  expect(batch).not.toContain('Engines')
  expect(readFileSync(join(folder, '.bureau-in-a-box.json'), 'utf8')).not.toContain('Ada')
})

it('switches what goes wrong, also while it is at work, and refuses what it does not understand', async () => {
  await opened()
  expect((await post('/switches', { ghost: 'yes', miscount: '1', 'refuse-fields': 'unit' })).status).toBe(303)
  expect(await text('/')).toContain('It does wrong on purpose: miscount 1; refuse-fields unit; ghost yes.')
  const refused = await post('/switches', { ghost: 'no', lose: 'all' })
  expect([refused.status, await refused.text()]).toEqual([400, expect.stringContaining('lose is a whole number')])
  expect(await text('/')).toContain('miscount 1; refuse-fields unit; ghost yes.')
  give()
  await comes(async () => (await text('/')).includes('2 taken'), 'the batch is shown')
  clock.now += 30_000
  await comes(async () => (await text('/')).includes('1 produced, 1 left out'), 'it is miscounted')
})

it('goes down for so long, and comes back when it is told to', async () => {
  await opened()
  await post('/down', { seconds: '3600' })
  // The round that was under way is over.
  await box.rounds(2)
  give()
  await box.rounds(3)
  expect(await text('/')).toContain('Down until 01:00:00: nothing is taken')
  expect(await text('/')).toContain('No batch has come yet.')
  expect((await post('/down', { seconds: 'long' })).status).toBe(400)
  await post('/up', {})
  await comes(async () => (await text('/')).includes('2 taken'), 'it takes the batch')
})

it('reports any order as produced', async () => {
  await opened()
  expect((await post('/ghost', { order: 'one', card: 'two' })).status).toBe(400)
  expect((await post('/ghost', { order: idOf(77), card: idOf(78) })).status).toBe(303)
  await comes(async () => /produced1given/.test(await text('/')), 'it is reported')
})

it('is nobody else’s: another site, or another name for this machine, can neither read nor change anything', async () => {
  await opened()
  const changed = await fetch(`${address}/down`, { method: 'POST', body: 'seconds=60', headers: { origin: 'https://elsewhere.example' } })
  expect(changed.status).toBe(403)
  expect(await statusFor('elsewhere.example')).toBe(403)
  expect(await text('/')).toContain('Open.')
  expect((await fetch(address)).headers.get('content-security-policy')).toContain("default-src 'none'")
  expect((await fetch(`${address}/page.css`)).headers.get('content-type')).toBe('text/css')
})

async function opened(settings: Partial<BoxSettings> = {}): Promise<void> {
  box = await boxAtWork(clock, { folder, page: { port: 0 }, ...settings })
  address = /http:\S+\d/.exec(await box.hears('is shown on'))?.[0] ?? ''
}

function give(fields?: Record<string, string>): void {
  const batch = batchOf(7, 2, fields && { line: { fields } })
  writeFileSync(join(folder, 'orders', 'batch-7.json'), JSON.stringify(batch))
}

const source = async (path: string): Promise<string> => (await fetch(`${address}${path}`)).text()

/** What is read on a page: without its tags. */
const text = async (path: string): Promise<string> => (await source(path)).replaceAll(/>\s+</g, '><').replaceAll(/<[^>]*>/g, '')

const post = (path: string, words: Record<string, string>): Promise<Response> =>
  fetch(`${address}${path}`, { method: 'POST', body: new URLSearchParams(words), redirect: 'manual' })

const statusFor = (host: string): Promise<number | undefined> =>
  new Promise((done, fail) => {
    request(`${address}/`, { headers: { host } }, (response) => done(response.resume().statusCode))
      .once('error', fail)
      .end()
  })
