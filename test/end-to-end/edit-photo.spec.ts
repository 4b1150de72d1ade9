import sharp from 'sharp'
import { expect, test } from './cardinal.ts'
import { signIn } from './sign-in.ts'

/** Red at the left, blue at the right, and much wider than a photo. */
const wide = () =>
  sharp({ create: { width: 1600, height: 900, channels: 3, background: '#0000ff' } })
    .composite([{ input: { create: { width: 800, height: 900, channels: 3, background: '#ff0000' } }, left: 0, top: 0 }])
    .jpeg()
    .toBuffer()

test('an operator gives a user a photo: what is no photo is told, the part is chosen with the keyboard, and the profile shows it', async ({
  page,
}) => {
  await signIn(page, 'operator', '/operator/search?template=user&state=active')
  await page.getByRole('grid').getByRole('row').nth(1).click()
  await expect(page.getByRole('heading', { name: 'What do you want to do?' })).toBeVisible()
  const profile = page.url()
  await page.getByRole('button', { name: 'Edit photo' }).click()
  await expect(page.getByRole('heading', { name: 'Give the user a photo' })).toBeVisible()

  await page.getByRole('button', { name: /^Next/ }).click()
  await expect(page.getByText('Photo is missing.')).toBeVisible()
  const chosen = page.locator('input[type=file]')
  await expect(chosen).toBeFocused()

  await chosen.setInputFiles({ name: 'portrait.jpg', mimeType: 'image/jpeg', buffer: Buffer.from('no picture') })
  await expect(page.getByText('This is no photo that can be read here.')).toBeVisible()
  await page.screenshot({ path: 'test-results/screenshots/30-photo-refused.png' })

  await chosen.setInputFiles({ name: 'portrait.jpg', mimeType: 'image/jpeg', buffer: await wide() })
  await expect(page.getByText(/The photo is ready/)).toBeVisible()
  await expect(page.getByText('This is no photo that can be read here.')).toBeHidden()
  const uploaded = page.waitForResponse((answer) => /\/photos\?.*x=1(&|$)/.test(answer.url()) && answer.status() === 201)
  await page.getByRole('slider', { name: 'Left to right' }).focus()
  await page.keyboard.press('End')
  await uploaded
  await expect(page.getByText(/The photo is ready/)).toBeVisible()
  await page.screenshot({ path: 'test-results/screenshots/31-photo-chosen.png' })
  await page.getByRole('button', { name: /^Next/ }).click()
  await expect(page.getByRole('list', { name: 'What became of each' })).toBeVisible()

  await page.goto(profile)
  await expect(page.getByText(/changed the photo of/)).toBeVisible()
  const shown = await page.request.get(`${profile.replace('/operator/', '/api/v1/')}/photo`)
  const { data, info } = await sharp(await shown.body())
    .raw()
    .toBuffer({ resolveWithObject: true })
  expect([info.width, info.height, (data[2] ?? 0) > 200]).toEqual([700, 900, true])
  await page.screenshot({ path: 'test-results/screenshots/32-photo-on-profile.png' })
})
