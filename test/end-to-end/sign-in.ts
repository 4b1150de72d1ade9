import { expect, type Page } from '@playwright/test'
import { demoPassword } from './cardinal.ts'

/** Signs in on the way to a page, as a person does who was sent a link. */
export async function signInOnPage(page: Page, name: string, to: string): Promise<void> {
  await page.goto(to)
  await page.getByLabel('Name').fill(name)
  await page.getByLabel('Password', { exact: true }).fill(demoPassword)
  await page.getByRole('button', { name: 'Sign in', exact: true }).click()
  await page.waitForURL((url) => url.pathname.startsWith(to))
}

/** Opens a page as somebody who is signed in already. */
export async function signIn(page: Page, name: string, to: string): Promise<void> {
  const answer = await page.request.post('/api/v1/sign-in', { data: { name, password: demoPassword } })
  expect(answer.status()).toBe(200)
  await page.goto(to)
}
