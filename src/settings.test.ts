import { resolve } from 'node:path'
import { expect, it } from 'vitest'
import { readSettings } from './settings.ts'

it('without settings it serves the demo on the own machine, with its data beside it', () => {
  expect(readSettings({}, true)).toEqual({
    port: 4000,
    host: '127.0.0.1',
    dataDir: resolve('data'),
    databaseUrl: undefined,
    demo: true,
    demoPassword: undefined,
    bureauDir: resolve('data/bureau'),
    hasOwnBureauDir: false,
    secretKey: undefined,
    secretKeyFile: undefined,
    mail: undefined,
    journalKey: undefined,
    journalKeyFile: undefined,
    journalAnchors: { file: undefined, url: undefined, mail: undefined, minutes: 60 },
    logLevel: 'warn',
    trustProxy: false,
    securityContacts: [],
    requestsAMinute: 12_000,
    tls: undefined,
  })
})

it('an empty setting is as none', () => {
  expect(readSettings({ PORT: '', DATABASE_URL: ' ', BUREAU_DIR: '' }, false)).toMatchObject({
    port: 4000,
    databaseUrl: undefined,
    hasOwnBureauDir: false,
    logLevel: 'info',
  })
})

it('reads what is given', () => {
  const settings = readSettings(
    { PORT: '80', HOST: '0.0.0.0', DATA_DIR: '/var/cardinal', DEMO: '0', BUREAU_DIR: '/mnt/bureau', TRUST_PROXY: '10.0.0.0/8, loopback' },
    true,
  )
  expect(settings).toMatchObject({
    port: 80,
    host: '0.0.0.0',
    dataDir: '/var/cardinal',
    demo: false,
    bureauDir: '/mnt/bureau',
    hasOwnBureauDir: true,
    trustProxy: '10.0.0.0/8, loopback',
  })
})

it('keys of secrets are given themselves, or by the file they are in', () => {
  const [one, two] = [1, 2].map((byte) => Buffer.alloc(32, byte).toString('base64'))
  expect(readSettings({ SECRET_KEY: `${one},${two}` }, true)).toMatchObject({ secretKey: `${one},${two}`, secretKeyFile: undefined })
  expect(readSettings({ SECRET_KEY_FILE: 'keys/cardinal' }, true)).toMatchObject({
    secretKey: undefined,
    secretKeyFile: resolve('keys/cardinal'),
  })
  expect(() => readSettings({ SECRET_KEY: one, SECRET_KEY_FILE: 'keys/cardinal' }, true)).toThrow(
    'The settings SECRET_KEY and SECRET_KEY_FILE are both given, and only one of them can be followed.',
  )
})

it('whoever hears of weaknesses is named by one or several addresses', () => {
  const given = 'mailto:security@example.org  https://example.org/report\ttel:+1-201-555-0123'
  const contacts = ['mailto:security@example.org', 'https://example.org/report', 'tel:+1-201-555-0123']
  expect(readSettings({ SECURITY_CONTACT: given }, true).securityContacts).toEqual(contacts)
  for (const wrong of [
    'security@example.org',
    'http://example.org/',
    'mailto:nobody',
    'https://',
    'mailto:a@example.org,mailto:b@example.org',
  ])
    expect(() => readSettings({ SECURITY_CONTACT: wrong }, true), wrong).toThrow(`The setting SECURITY_CONTACT is "${wrong}"`)
})

it('speaks TLS with a certificate and its key, and may ask for those of clients', () => {
  expect(readSettings({ TLS_CERT_FILE: 'tls/cert.pem', TLS_KEY_FILE: 'tls/key.pem' }, true).tls).toEqual({
    certificate: resolve('tls/cert.pem'),
    key: resolve('tls/key.pem'),
    clientAuthorities: undefined,
  })
  for (const alone of ['TLS_CERT_FILE', 'TLS_KEY_FILE', 'TLS_CLIENT_CA_FILE'])
    expect(() => readSettings({ [alone]: 'one.pem' }, true)).toThrow('The settings TLS_CERT_FILE and TLS_KEY_FILE belong together')
})

it('mails are sent by a server, from an address', () => {
  const given = { SMTP_URL: 'smtps://cards:p%40ss@mail.example.org', MAIL_FROM: 'Card desk <cards@example.org>' }
  expect(readSettings(given, true).mail).toEqual({ url: given.SMTP_URL, from: given.MAIL_FROM })
  expect(readSettings({ ...given, SMTP_URL: 'smtp://localhost:2525', MAIL_FROM: 'cards@example.org' }, true).mail).toEqual({
    url: 'smtp://localhost:2525',
    from: 'cards@example.org',
  })
})

it.each([
  [{ SMTP_URL: 'smtp://localhost' }, 'The settings SMTP_URL and MAIL_FROM belong together, and only one of them is given.'],
  [{ MAIL_FROM: 'cards@example.org' }, 'The settings SMTP_URL and MAIL_FROM belong together, and only one of them is given.'],
  [{ SMTP_URL: 'mail.example.org', MAIL_FROM: 'cards@example.org' }, 'The setting SMTP_URL must be smtps://server or smtp://server'],
  [{ SMTP_URL: 'smtp://user:100%@localhost', MAIL_FROM: 'cards@example.org' }, 'The setting SMTP_URL must be smtps://server'],
  [
    { SMTP_URL: 'smtp://localhost?tls.rejectUnauthorized=false', MAIL_FROM: 'cards@example.org' },
    'The setting SMTP_URL must be smtps://server or smtp://server',
  ],
  [
    { SMTP_URL: 'smtp://localhost', MAIL_FROM: 'the card desk' },
    'The setting MAIL_FROM is "the card desk", and must be an address, alone or as in Card desk <cards@example.org>.',
  ],
])('a mail server that cannot be one is said in a sentence: %o', (given, sentence) => {
  expect(() => readSettings(given, true)).toThrow(sentence)
})

it.each([
  ['SECRET_KEY', 'open sesame', 'The setting SECRET_KEY must be 32 bytes in base64, or several such keys with commas between them.'],
  ['PORT', 'http', 'The setting PORT is "http", and must be a number from 0 to 65535.'],
  ['PORT', '70000', 'The setting PORT is "70000", and must be a number from 0 to 65535.'],
  ['RATE_LIMIT', 'many', 'The setting RATE_LIMIT is "many", and must be a whole number, or 0 for no limit.'],
  ['DEMO', 'perhaps', 'The setting DEMO is "perhaps", and must be 1 or 0.'],
  ['DEMO_PASSWORD', 'short', 'The setting DEMO_PASSWORD is shorter than 8 characters.'],
  ['LOG_LEVEL', 'loud', 'The setting LOG_LEVEL is "loud", and must be one of trace, debug, info, warn, error, fatal, silent.'],
  [
    'TRUST_PROXY',
    'everyone',
    'The setting TRUST_PROXY is "everyone", and must be addresses or networks of proxies, such as loopback or 10.0.0.0/8.',
  ],
])('a wrong %s is named in a sentence', (name, value, sentence) => {
  expect(() => readSettings({ [name]: value }, true)).toThrow(sentence)
})
