import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'
import AxeBuilder from '@axe-core/playwright'
import { expect, test } from './cardinal.ts'
import { signIn } from './sign-in.ts'

const tool = join(import.meta.dirname, '../../tools/verify-journal.js')

test('an administrator verifies the journal, and takes a proof of an entry that the stand-alone verifier accepts', async ({
  page,
  request,
}) => {
  await signIn(page, 'admin', '/admin/journal')
  await expect(page.getByRole('heading', { name: 'Journal', level: 1 })).toBeVisible()
  await expect(page.getByRole('region', { name: 'Kept outside' })).toContainText('It works')

  await page.getByRole('button', { name: 'Verify now' }).click()
  const verification = page.getByRole('region', { name: 'Verification' })
  await expect(verification).toContainText('Nothing is wrong.', { timeout: 60_000 })
  await expect(verification).toContainText(/[\d.,]+ entries were looked at in /)

  await page.getByRole('combobox', { name: 'What' }).click()
  await page.getByRole('option', { name: 'Published' }).click()
  const row = page.getByRole('table', { name: 'Entries' }).getByRole('row').nth(1)
  await expect(row).toContainText('Adam Brandvik detached Update card order from In production of Card.')
  const downloading = page.waitForEvent('download')
  await row.getByRole('button', { name: /^Proof: / }).click()
  const proof = await (await downloading).path()
  const { keys } = (await (await request.get('/api/v1/journal/keys')).json()) as { keys: { key: string }[] }
  const { stdout } = await promisify(execFile)(process.execPath, [tool, '--proof', proof, '--key', keys[0]?.key ?? ''])
  expect(stdout).toMatch(/^Nothing is wrong: entry [0-9a-f-]{36} is at position \d+ of the \d+ that the checkpoint was signed over/)

  const { violations } = await new AxeBuilder({ page }).withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']).analyze()
  expect(violations.map((violation) => `${violation.id}: ${violation.nodes.map((node) => node.target.join(' ')).join(', ')}`)).toEqual([])

  await page.goto('/operator/search?template=card')
  await page.getByRole('grid').getByRole('row').nth(1).click()
  const evidence = page.waitForEvent('download')
  await page.getByRole('button', { name: 'Download the evidence' }).click()
  await page.screenshot({ path: 'test-results/screenshots/evidence.png', fullPage: true })
  expect((await evidence).suggestedFilename()).toMatch(/^evidence-[0-9a-f-]{36}\.zip$/)
})
