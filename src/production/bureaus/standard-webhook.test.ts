import { createHmac } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { signWebhook, verifyWebhook, type WebhookHeaders, webhookKey } from './standard-webhook.ts'

const NOW = new Date('2029-06-30T09:12:00Z')
const ID = '5a0d8f0e-9c53-4d8b-b0a7-0d4c5b7a6f21'
const SECRET = `whsec_${Buffer.alloc(32, 'one').toString('base64')}`
const FORMER = `whsec_${Buffer.alloc(32, 'two').toString('base64')}`
const BODY = Buffer.from('{"kind":"produced","text":"Žluťoučký"}')

function signed(more: { at?: Date; secret?: string; id?: string } = {}): WebhookHeaders {
  const headers = signWebhook({ id: ID, at: NOW, body: BODY, secret: SECRET, ...more })
  return { id: headers['webhook-id'], timestamp: headers['webhook-timestamp'], signature: headers['webhook-signature'] }
}
const verify = (headers: WebhookHeaders, more: { body?: Uint8Array; secrets?: string[]; now?: Date } = {}) =>
  verifyWebhook({ headers, body: BODY, secrets: [SECRET], now: NOW, ...more })
const why = (result: ReturnType<typeof verify>): string => ('why' in result ? result.why : 'It is accepted.')
const minutes = (count: number): Date => new Date(NOW.getTime() + count * 60_000)

describe('a signature is accepted', () => {
  it('when it is of the bytes, the id and the moment, made with the secret', () => {
    expect(verify(signed())).toEqual({ ok: true })
  })

  it('beside others, such as those of a newer kind', () => {
    const headers = signed()
    expect(verify({ ...headers, signature: `v1a,abc v1,${'A'.repeat(43)}= ${headers.signature}` })).toEqual({ ok: true })
  })

  it('when it was made with the former secret during a rotation, until that is taken away', () => {
    const headers = signed({ secret: FORMER })
    expect(verify(headers, { secrets: [SECRET, FORMER] })).toEqual({ ok: true })
    expect(verify(signed(), { secrets: [SECRET, FORMER] })).toEqual({ ok: true })
    expect(why(verify(headers))).toContain('The signature is not one that the webhook secret makes')
  })

  it('again and again while it is fresh: a message that comes twice is known by its id', () => {
    const headers = signed()
    expect([verify(headers), verify(headers)]).toEqual([{ ok: true }, { ok: true }])
  })

  it.each([-5, 5])('%i minutes off', (count) => expect(verify(signed({ at: minutes(count) }))).toEqual({ ok: true }))
})

describe('a signature is not accepted, and the sentence says why', () => {
  it.each<[string, WebhookHeaders, Parameters<typeof verify>[1]]>([
    ['other bytes', signed(), { body: Buffer.from('{}') }],
    ['another id', { ...signed(), id: 'another' }, {}],
    ['another moment', { ...signed(), timestamp: signed({ at: minutes(1) }).timestamp }, {}],
    ['another secret', signed({ secret: FORMER }), {}],
    ['no signature that can be read', { ...signed(), signature: 'v1,short' }, {}],
    ['another version', { ...signed(), signature: signed().signature?.replace('v1', 'v2') }, {}],
    ['an empty secret beside it', signed({ secret: FORMER }), { secrets: [SECRET, '', 'whsec_'] }],
  ])('%s', (_, headers, more) => {
    expect(why(verify(headers, more))).toContain(
      'The signature is not one that the webhook secret makes for these bytes. Nothing was changed.',
    )
  })

  it.each<[number, string]>([
    [-61, 'The bureau’s clock is 61 minutes behind ours, or the message was signed that long ago. Nothing was changed. Set the clock'],
    [61, 'The bureau’s clock is 61 minutes ahead of ours. Nothing was changed. Set the clock'],
    [-5.02, 'The bureau’s clock is 5 minutes behind ours'],
    [-300, 'The bureau’s clock is 5 hours behind ours'],
    [60 * 24 * 3, 'The bureau’s clock is 3 days ahead of ours'],
  ])('%d minutes off', (count, sentence) => expect(why(verify(signed({ at: minutes(count) })))).toContain(sentence))

  it('a forged one learns nothing of our clock', () => {
    expect(why(verify(signed({ at: minutes(-61), secret: FORMER })))).toContain('The signature is not one')
  })

  it.each<[Partial<WebhookHeaders>, string]>([
    [{ id: undefined }, 'lacks the header webhook-id'],
    [{ timestamp: '' }, 'lacks the header webhook-timestamp'],
    [{ signature: undefined }, 'lacks the header webhook-signature'],
    [{ id: 'a.1' }, 'The header webhook-id is not an id'],
    [{ timestamp: '1.5' }, 'The header webhook-timestamp is not a number of seconds'],
    [{ timestamp: '9'.repeat(400) }, 'The header webhook-timestamp is not a number of seconds'],
  ])('with %j', (change, sentence) => expect(why(verify({ ...signed(), ...change }))).toContain(sentence))

  it('when there is no secret, or none of the right form', () => {
    for (const secrets of [[], ['secret'], [`whsec_${Buffer.alloc(23).toString('base64')}`]])
      expect(why(verify(signed(), { secrets }))).toContain('No webhook secret is entered for this bureau')
  })
})

it('a secret is whsec_ and then 24 to 64 bytes in base64', () => {
  for (const size of [24, 32, 64]) expect(webhookKey(`whsec_${Buffer.alloc(size).toString('base64')}`)).toHaveLength(size)
  for (const bad of [23, 65]) expect(webhookKey(`whsec_${Buffer.alloc(bad).toString('base64')}`)).toBeUndefined()
  for (const bad of [SECRET.slice(6), `${SECRET}\n`, `whsec_${'*'.repeat(44)}`]) expect(webhookKey(bad)).toBeUndefined()
  expect(() => signWebhook({ id: ID, at: NOW, body: BODY, secret: 'secret' })).toThrow('A webhook secret is whsec_')
})

it('the page for engineers works out a signature that is right', () => {
  const page = readFileSync(join(import.meta.dirname, '../../../docs/bureau/rest.md'), 'utf8')
  const value = (name: string): string => new RegExp(`^${name}='(.*)'$`, 'm').exec(page)?.[1] ?? `${name} is not on the page`
  const [secret, id, timestamp, body] = ['secret', 'id', 'timestamp', 'body'].map(value) as [string, string, string, string]
  const byHand = createHmac('sha256', Buffer.from(secret.replace('whsec_', ''), 'base64'))
    .update(`${id}.${timestamp}.${body}`)
    .digest('base64')
  expect(page).toContain(`\nwebhook-signature: v1,${byHand}\n`)
  const headers = signWebhook({ id, at: new Date(Number(timestamp) * 1000), body: Buffer.from(body), secret })
  expect(headers['webhook-signature']).toBe(`v1,${byHand}`)
  expect(JSON.parse(body).message).toBe(id)
})
