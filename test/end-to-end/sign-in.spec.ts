import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import AxeBuilder from '@axe-core/playwright'
import type { BrowserContext, Page } from '@playwright/test'
import { totpCode } from '../../src/identity/totp.ts'
import { certificateFor } from '../certificate.ts'
import { clientId, clientSecret, openTestProvider } from '../identity-provider.ts'
import { demoPassword, expect, test } from './cardinal.ts'
import { startServer } from './server.ts'
import { signIn } from './sign-in.ts'

/** Signing in with more than a password, and what becomes of sessions. Passkeys are bound to a name, so the pages are opened as localhost. */

const byName = (address: string): string => address.replace('127.0.0.1', 'localhost')

/** A device that makes and uses passkeys, and whose owner always agrees. */
async function withAuthenticator(page: Page): Promise<void> {
  const devtools = await page.context().newCDPSession(page)
  await devtools.send('WebAuthn.enable')
  await devtools.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      protocol: 'ctap2',
      transport: 'internal',
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  })
}

async function type(page: Page, name: string, password: string): Promise<void> {
  await page.getByLabel('Name').fill(name)
  await page.getByLabel('Password', { exact: true }).fill(password)
  await page.getByRole('button', { name: 'Sign in', exact: true }).click()
}

const clean = async (page: Page, part = 'body'): Promise<void> =>
  expect((await new AxeBuilder({ page }).include(part).analyze()).violations).toEqual([])

test('a passkey is added under My account, and signs in without a name', async ({ page, cardinal }) => {
  await withAuthenticator(page)
  const address = byName(cardinal.address)
  await page.goto(`${address}/account`)
  await type(page, 'operator', demoPassword)
  await expect(page.getByRole('heading', { name: 'My account' })).toBeVisible()
  await page.getByLabel('Name of the passkey').fill('The laptop at the desk')
  await page.getByRole('button', { name: 'Add a passkey' }).click()
  await expect(page.getByRole('list', { name: 'Passkeys' })).toContainText('The laptop at the desk')
  await clean(page)

  await page.getByTitle('Your menu').click()
  await page.getByRole('menuitem', { name: 'Sign out' }).click()
  await page.getByRole('button', { name: 'Sign in with a passkey' }).click()
  await expect(page).toHaveURL(/\/operator$/)
  await page.getByTitle('Your menu').click()
  await page.getByRole('menuitem', { name: 'My account' }).click()
  await expect(page.getByRole('list', { name: 'Sessions' })).toContainText('with a passkey')
  await page.getByRole('button', { name: 'Remove The laptop at the desk' }).click()
  await expect(page.getByRole('list', { name: 'Passkeys' })).toHaveCount(0)
})

test('an authenticator app is set up, and asked for at the next sign-in', async ({ page }) => {
  await signIn(page, 'helpdesk', '/account')
  await page.getByRole('button', { name: 'Set up an app' }).click()
  await expect(page.getByRole('img', { name: 'QR code for the authenticator app' })).toBeVisible()
  const secret = ((await page.locator('code').textContent()) ?? '').replaceAll(' ', '')
  await page.getByLabel('The code that the app shows now').fill(totpCode(secret, new Date(Date.now() - 30_000)))
  await page.getByRole('button', { name: 'Take this app' }).click()
  const codes = page.getByRole('list', { name: 'Recovery codes' })
  await expect(codes.getByRole('listitem')).toHaveCount(10)
  const recoveryCode = (await codes.getByRole('listitem').first().textContent()) ?? ''
  await clean(page)
  await page.getByRole('button', { name: 'I have kept them' }).click()
  await expect(page.getByText('10 recovery codes are left.')).toBeVisible()

  await page.context().clearCookies()
  await page.goto('/operator/search')
  await type(page, 'helpdesk', demoPassword)
  await expect(page.getByRole('heading', { name: 'One more step' })).toBeVisible()
  await clean(page)
  await page.getByLabel('Code', { exact: true }).fill('000000')
  await page.getByRole('button', { name: 'Go on' }).click()
  await expect(page.getByRole('alert')).toContainText('Nothing was changed.')
  await page.getByLabel('Code', { exact: true }).fill(totpCode(secret, new Date()))
  await page.getByRole('button', { name: 'Go on' }).click()
  await expect(page).toHaveURL(/\/operator\/search/)

  await page.context().clearCookies()
  await page.goto('/account')
  await type(page, 'helpdesk', demoPassword)
  await page.getByRole('button', { name: 'Use a recovery code' }).click()
  await page.getByLabel('Recovery code').fill(recoveryCode.toLowerCase())
  await page.getByRole('button', { name: 'Go on' }).click()
  await expect(page.getByText('9 recovery codes are left.')).toBeVisible()
})

test('a session that is ended on another device says so at its next request', async ({ page, browser, cardinal }) => {
  const elsewhere: BrowserContext = await browser.newContext({ baseURL: cardinal.address })
  const other = await elsewhere.newPage()
  await signIn(page, 'operator', '/operator')
  await signIn(other, 'operator', '/account')
  await other.getByRole('button', { name: 'End all others' }).click()
  await expect(other.getByText('All other sessions are ended.')).toBeVisible()
  await page.getByRole('link', { name: 'TASKS', exact: true }).click()
  await expect(page.getByRole('alert')).toContainText('This session was ended: it was ended from another device.')
  await type(page, 'operator', demoPassword)
  await expect(page).toHaveURL(/\/operator\/tasks/)
  await elsewhere.close()
})

test('what is risky asks who one is, and is done when that is shown', async ({ page }) => {
  await signIn(page, 'admin', '/admin/options')
  let refused = 0
  // As it is ten minutes after signing in; whatever comes after the proof is the server's own.
  await page.route('**/api/v1/options', async (route) => {
    if (route.request().method() !== 'PUT' || refused++ > 0) return route.continue()
    const problem = { type: '', title: 'Not permitted', status: 403, code: 'prove_identity', detail: 'Prove it.', remedy: 'Prove it.' }
    return route.fulfill({ status: 403, contentType: 'application/problem+json', body: JSON.stringify(problem) })
  })
  await page.getByLabel('Validity of a card in months').fill('24')
  await page.getByRole('button', { name: /^Save/ }).click()
  const dialog = page.getByRole('dialog', { name: 'Is it you?' })
  await expect(dialog).toBeVisible()
  await clean(page, '[role="dialog"]')
  await dialog.getByLabel('Your password').fill('wrong')
  await dialog.getByRole('button', { name: 'It is me, go on' }).click()
  await expect(dialog.getByRole('alert')).toContainText('Nothing was changed.')
  await dialog.getByLabel('Your password').fill(demoPassword)
  await dialog.getByRole('button', { name: 'It is me, go on' }).click()
  await expect(page.getByText('Saved. It holds from the next command on.')).toBeVisible()
  expect(refused).toBe(2)
})

test('an account that is guessed at is locked, and the helpdesk’s letter lets its person in', async ({ page, browser, cardinal }) => {
  const stranger = await browser.newContext({ baseURL: cardinal.address })
  for (let guess = 0; guess < 5; guess++)
    expect((await stranger.request.post('/api/v1/sign-in', { data: { name: 'approver', password: 'x' } })).status()).toBe(401)
  await page.goto('/sign-in')
  await type(page, 'approver', demoPassword)
  await expect(page.getByRole('alert')).toContainText('The name or the password is not right.')
  await clean(page)

  await signIn(page, 'admin', '/operator')
  const { items } = (await (await page.request.get('/api/v1/accounts?sort=name&q=approver')).json()) as { items: { id: string }[] }
  await page.goto(`/operator/accounts/${items[0]?.id}`)
  await page.getByRole('button', { name: 'Reset password', exact: true }).click()
  await page.getByRole('button', { name: 'Give the code' }).click()
  await page.getByRole('button', { name: 'Show the letter to print' }).click()
  const code = (await page.getByText(/^([0-9A-Z]{4}-){3}[0-9A-Z]{4}$/).textContent()) ?? ''
  await clean(page)

  const person = await stranger.newPage()
  await person.goto(`/welcome#${code}`)
  await expect(person).toHaveURL(/\/welcome$/)
  await person.getByLabel('New password').fill('too short')
  await person.getByRole('button', { name: 'Sign in with this password' }).click()
  await expect(person.getByRole('alert')).toContainText('It has 9 characters, and needs 12.')
  await clean(person)
  await person.getByLabel('New password').fill('a yellow submarine')
  await person.getByRole('button', { name: 'Sign in with this password' }).click()
  await expect(person).toHaveURL(/\/operator$/)
  await stranger.close()
})

test('an identity provider lets people in, gives them what it claims, and is shown as down when it is', async ({ page, cardinal }) => {
  const provider = await openTestProvider([`${cardinal.address}/api/v1/sign-in/providers/campus/callback`])
  provider.people.set('s-eva', { name: 'Eva Holm', preferred_username: 'eva.holm', groups: ['desk'] })
  await signIn(page, 'admin', '/admin/sign-in')
  await page.getByLabel('Name of another provider').fill('campus')
  await page.getByRole('button', { name: 'Add a provider' }).click()
  await page.getByLabel('Label').fill('Campus')
  await page.getByLabel('Issuer').fill(provider.issuer)
  await page.getByLabel('Client id').fill(clientId)
  await page.getByRole('combobox', { name: 'Who comes in that has not come this way before' }).click()
  await page.getByRole('option', { name: /an account is made/ }).click()
  await page.getByRole('button', { name: 'Add a row' }).click()
  await page.getByLabel('Value of row 1').fill('desk')
  await page.getByLabel('Role of row 1').fill('administrator')
  await page.getByRole('button', { name: 'Save Campus' }).click()
  await page.getByLabel('Client secret').fill(clientSecret)
  await page.getByRole('button', { name: 'Enter the secret' }).click()
  await expect(page.getByText('One is entered.')).toBeVisible()
  await page.getByRole('button', { name: 'Test connection' }).click()
  await expect(page.getByRole('img', { name: 'Works' })).toHaveCount(2)
  await clean(page)

  await page.context().clearCookies()
  await page.goto('/operator/search')
  await page.getByRole('button', { name: 'Sign in with Campus' }).click()
  await page.getByLabel('Who are you?').fill('s-eva')
  await page.getByRole('button', { name: 'Let me in' }).click()
  await expect(page).toHaveURL(/\/operator\/search/)
  await expect(page.getByTitle('Your menu')).toContainText('Eva Holm')

  await provider.close()
  await page.context().clearCookies()
  await page.goto('/sign-in')
  await page.getByRole('button', { name: /Campus/ }).click()
  await expect(page.getByRole('alert')).toContainText('The identity provider cannot be reached.')
  await expect(page.getByRole('button', { name: 'Try Campus again' })).toBeVisible()
  await expect(page.getByText(/^Campus cannot be reached since/)).toBeVisible()
  await clean(page)
})

test('over our own TLS the first account is made by the code that was printed, and a certificate opens it', async ({ browser }) => {
  const folder = mkdtempSync(join(tmpdir(), 'cardinal-tls-'))
  const [own, person] = [certificateFor(['localhost']), certificateFor(['nobody'], undefined, undefined, 'ada')]
  const write = (name: string, text: string): string => {
    writeFileSync(join(folder, name), text)
    return join(folder, name)
  }
  const server = await startServer(join(folder, 'data'), {
    DEMO: '0',
    TLS_CERT_FILE: write('own.pem', own.cert),
    TLS_KEY_FILE: write('own-key.pem', own.key),
    TLS_CLIENT_CA_FILE: write('people.pem', person.cert),
  })
  const origin = byName(server.address)
  const context = await browser.newContext({
    baseURL: origin,
    ignoreHTTPSErrors: true,
    clientCertificates: [{ origin, cert: Buffer.from(person.cert), key: Buffer.from(person.key) }],
  })
  const page = await context.newPage()
  await page.goto('/welcome')
  await expect.poll(() => /enter the code (\S+)/.exec(server.output())?.[1]).toBeTruthy()
  await page.getByLabel('Code').fill(/enter the code (\S+)/.exec(server.output())?.[1] ?? '')
  await page.getByRole('button', { name: 'Go on' }).click()
  await page.getByLabel('Sign-in name').fill('ada')
  await page.getByLabel('Your name').fill('Ada Berg')
  await page.getByLabel('New password').fill('seven green apples')
  await page.getByRole('button', { name: 'Sign in with this password' }).click()
  await expect(page).toHaveURL(/\/operator$/)

  await page.goto('/admin/options')
  await page.getByRole('combobox', { name: 'Sign in with a certificate' }).click()
  await page.getByRole('option', { name: /common name/ }).click()
  await page.getByRole('button', { name: /^Save/ }).click()
  await expect(page.getByText('Saved. It holds from the next command on.')).toBeVisible()
  await context.clearCookies()
  await page.goto('/sign-in')
  await page.getByRole('button', { name: 'Sign in with a certificate' }).click()
  await expect(page).toHaveURL(/\/operator$/)
  await context.close()
  await server.stop()
  rmSync(folder, { recursive: true, force: true })
})
