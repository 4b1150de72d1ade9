import { join, resolve } from 'node:path'
import { cipherKeysIn } from './kit/cipher.ts'
import { signersIn } from './kit/signature.ts'
import type { MailSettings } from './runtime/mailer.ts'
import type { TlsFiles } from './tls-files.ts'

/** What the environment may say. */
export interface Settings {
  readonly port: number
  readonly host: string
  readonly dataDir: string
  readonly databaseUrl: string | undefined
  readonly demo: boolean
  readonly demoPassword: string | undefined
  /** The folder through which the bureau is reached; without one of its own, in the data folder. */
  readonly bureauDir: string
  readonly hasOwnBureauDir: boolean
  /** The keys that secrets are sealed with, as they are given: the first seals, all open. */
  readonly secretKey: string | undefined
  /** The file they are in, where they are not given themselves; without either, one in the data folder. */
  readonly secretKeyFile: string | undefined
  /** How mails are sent; undefined where none are. */
  readonly mail: MailSettings | undefined
  /** The keys that checkpoints of the journal are signed with, or the file they are in; without either, one of our own. */
  readonly journalKey: string | undefined
  readonly journalKeyFile: string | undefined
  /** Where its checkpoints are kept besides, each at most every so many minutes. */
  readonly journalAnchors: {
    readonly file: string | undefined
    readonly url: string | undefined
    readonly mail: string | undefined
    readonly minutes: number
  }
  readonly logLevel: string
  readonly trustProxy: string | boolean
  /** To whom a weakness is reported, the preferred one first; empty where nobody is named. */
  readonly securityContacts: readonly string[]
  /** How often one address may ask the API in a minute; 0 for no limit. */
  readonly requestsAMinute: number
  /** Speaks TLS itself; undefined where it does not. */
  readonly tls: TlsFiles | undefined
  /** The header in which a trusted proxy passes the certificate of a browser on; undefined where none does. */
  readonly clientCertHeader: string | undefined
  /** Where people reach this installation, without a slash at the end; undefined where it is only for the own machine. */
  readonly publicUrl: string | undefined
}

/** A setting that cannot be right; `message` is a sentence that names it. */
export class WrongSetting extends Error {}

const LEVELS = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent']

/** Reads the settings. `isTerminal`: somebody is looking, who wants to read sentences rather than a line for each request. */
export function readSettings(env: Readonly<Record<string, string | undefined>>, isTerminal: boolean): Settings {
  const given = (name: string): string | undefined => env[name]?.trim() || undefined
  const dataDir = resolve(given('DATA_DIR') ?? 'data')
  const bureauDir = given('BUREAU_DIR')
  const secretKeyFile = given('SECRET_KEY_FILE')
  const journalKeyFile = given('JOURNAL_KEY_FILE')
  const anchorFile = given('JOURNAL_ANCHOR_FILE')
  return {
    port: portIn(given('PORT') ?? '4000'),
    host: given('HOST') ?? '127.0.0.1',
    dataDir,
    databaseUrl: given('DATABASE_URL'),
    demo: switchIn('DEMO', given('DEMO') ?? '1'),
    demoPassword: passwordIn(given('DEMO_PASSWORD')),
    bureauDir: bureauDir === undefined ? join(dataDir, 'bureau') : resolve(bureauDir),
    hasOwnBureauDir: bureauDir !== undefined,
    secretKey: secretKeyIn(given('SECRET_KEY'), secretKeyFile !== undefined),
    secretKeyFile: secretKeyFile === undefined ? undefined : resolve(secretKeyFile),
    mail: mailIn(given('SMTP_URL'), given('MAIL_FROM')),
    journalKey: journalKeyIn(given('JOURNAL_KEY'), journalKeyFile !== undefined),
    journalKeyFile: journalKeyFile === undefined ? undefined : resolve(journalKeyFile),
    journalAnchors: {
      file: anchorFile === undefined ? undefined : resolve(anchorFile),
      url: anchorUrlIn(given('JOURNAL_ANCHOR_URL')),
      mail: anchorMailIn(given('JOURNAL_ANCHOR_MAIL')),
      minutes: minutesIn(given('JOURNAL_ANCHOR_MINUTES') ?? '60'),
    },
    logLevel: levelIn(given('LOG_LEVEL') ?? (isTerminal ? 'warn' : 'info')),
    trustProxy: proxyIn(given('TRUST_PROXY')),
    securityContacts: contactsIn(given('SECURITY_CONTACT')),
    requestsAMinute: countIn('RATE_LIMIT', given('RATE_LIMIT') ?? '12000'),
    clientCertHeader: headerIn(given('CLIENT_CERT_HEADER'), given('TRUST_PROXY')),
    tls: tlsIn(given('TLS_CERT_FILE'), given('TLS_KEY_FILE'), given('TLS_CLIENT_CA_FILE')),
    publicUrl: publicUrlIn(given('PUBLIC_URL')),
  }
}

function portIn(text: string): number {
  const port = Number(text)
  if (/^\d{1,5}$/.test(text) && port <= 65_535) return port
  throw new WrongSetting(`The setting PORT is "${text}", and must be a number from 0 to 65535.`)
}

function countIn(name: string, text: string): number {
  if (/^\d{1,9}$/.test(text)) return Number(text)
  throw new WrongSetting(`The setting ${name} is "${text}", and must be a whole number, or 0 for no limit.`)
}

function tlsIn(certificate: string | undefined, key: string | undefined, authorities: string | undefined): TlsFiles | undefined {
  if (certificate !== undefined && key !== undefined)
    return { certificate: resolve(certificate), key: resolve(key), clientAuthorities: authorities && resolve(authorities) }
  if (certificate === undefined && key === undefined && authorities === undefined) return undefined
  throw new WrongSetting('The settings TLS_CERT_FILE and TLS_KEY_FILE belong together, and TLS_CLIENT_CA_FILE needs both.')
}

function switchIn(name: string, text: string): boolean {
  if (['1', 'true', 'on', 'yes'].includes(text.toLowerCase())) return true
  if (['0', 'false', 'off', 'no'].includes(text.toLowerCase())) return false
  throw new WrongSetting(`The setting ${name} is "${text}", and must be 1 or 0.`)
}

/** The password itself is not repeated. */
function passwordIn(password: string | undefined): string | undefined {
  if (password === undefined || password.length >= 8) return password
  throw new WrongSetting('The setting DEMO_PASSWORD is shorter than 8 characters.')
}

/** The keys themselves are not repeated. */
function secretKeyIn(text: string | undefined, hasFile: boolean): string | undefined {
  if (text === undefined) return undefined
  if (hasFile) throw new WrongSetting('The settings SECRET_KEY and SECRET_KEY_FILE are both given, and only one of them can be followed.')
  if (cipherKeysIn(text)) return text
  throw new WrongSetting('The setting SECRET_KEY must be 32 bytes in base64, or several such keys with commas between them.')
}

/** The address of the server is not repeated: a password is in it. */
function mailIn(url: string | undefined, from: string | undefined): MailSettings | undefined {
  if (url === undefined && from === undefined) return undefined
  if (url === undefined || from === undefined)
    throw new WrongSetting('The settings SMTP_URL and MAIL_FROM belong together, and only one of them is given.')
  if (!isMailServer(url))
    throw new WrongSetting(
      'The setting SMTP_URL must be smtps://server or smtp://server, with user:password@ before the server where it asks for them.',
    )
  if (/^([^<>@"\r\n]+ <[^\s<>@,]+@[^\s<>@,]+>|[^\s<>@,]+@[^\s<>@,]+)$/.test(from)) return { url, from }
  throw new WrongSetting(`The setting MAIL_FROM is "${from}", and must be an address, alone or as in Card desk <cards@example.org>.`)
}

function isMailServer(text: string): boolean {
  if (!URL.canParse(text)) return false
  const { protocol, hostname, pathname, search, hash, username, password } = new URL(text)
  const rest = (pathname === '/' ? '' : pathname) + search + hash
  return ['smtp:', 'smtps:'].includes(protocol) && hostname !== '' && rest === '' && isEncoded(username) && isEncoded(password)
}

/** A percent sign of a password must be written as %25. */
const isEncoded = (text: string): boolean => !/%(?![\da-f]{2})/i.test(text)
/** The keys themselves are not repeated. */
function journalKeyIn(text: string | undefined, hasFile: boolean): string | undefined {
  if (text === undefined) return undefined
  if (hasFile) throw new WrongSetting('The settings JOURNAL_KEY and JOURNAL_KEY_FILE are both given, and only one of them can be followed.')
  if (signersIn(text)) return text
  throw new WrongSetting(
    'The setting JOURNAL_KEY must be an Ed25519 private key as PEM, or its 32 bytes in base64; or several, with commas between.',
  )
}

/** What is in the address may be a token, and is not repeated. */
function anchorUrlIn(text: string | undefined): string | undefined {
  if (text === undefined || (/^https?:\/\//.test(text) && URL.canParse(text))) return text
  throw new WrongSetting('The setting JOURNAL_ANCHOR_URL must be an address that begins with https:// or http://.')
}

function anchorMailIn(text: string | undefined): string | undefined {
  if (text === undefined || /^[^\s@]+@[^\s@]+$/.test(text)) return text
  throw new WrongSetting('The setting JOURNAL_ANCHOR_MAIL must be a mail address.')
}

function minutesIn(text: string): number {
  if (/^[1-9]\d{0,5}$/.test(text)) return Number(text)
  throw new WrongSetting(`The setting JOURNAL_ANCHOR_MINUTES is "${text}", and must be a whole number of minutes.`)
}

function levelIn(text: string): string {
  if (LEVELS.includes(text)) return text
  throw new WrongSetting(`The setting LOG_LEVEL is "${text}", and must be one of ${LEVELS.join(', ')}.`)
}

/** Whom to believe what they say of the client: the addresses or networks of proxies. */
function proxyIn(text: string | undefined): string | boolean {
  if (text === undefined || text === '0') return false
  const addresses = text.split(',').map((address) => address.trim())
  if (addresses.every((address) => /^[\da-f.:]+(\/\d+)?$/i.test(address) || ['loopback', 'linklocal', 'uniquelocal'].includes(address)))
    return text
  throw new WrongSetting(
    `The setting TRUST_PROXY is "${text}", and must be addresses or networks of proxies, such as loopback or 10.0.0.0/8.`,
  )
}

/** Addresses as RFC 9116 takes them: what is on the web must be encrypted. A setting has no line breaks, so none gets into the file. */
function contactsIn(text: string | undefined): string[] {
  const contacts = text?.split(/\s+/) ?? []
  if (
    contacts.every((contact) => /^(mailto:[^@\s]+@[^@\s]+|https:\/\/[^\s/]+\S*|tel:\+?[\d()-]+)$/i.test(contact) && URL.canParse(contact))
  )
    return contacts
  throw new WrongSetting(
    `The setting SECURITY_CONTACT is "${text}", and must be one or several addresses such as mailto:name@example.org, https://example.org/report or tel:+1-201-555-0123, with blanks between them.`,
  )
}

/** Passkeys, mails and identity providers are bound to it, so it is said and not guessed. */
function publicUrlIn(text: string | undefined): string | undefined {
  if (text === undefined) return undefined
  const url = URL.canParse(text) ? new URL(text) : undefined
  const isOwn = url?.protocol === 'http:' && ['localhost', '127.0.0.1', '[::1]'].includes(url.hostname)
  if (url && (url.protocol === 'https:' || isOwn) && url.origin === text.replace(/\/$/, '')) return url.origin
  throw new WrongSetting(`The setting PUBLIC_URL is "${text}", and must be of the form https://cards.example.org, without a path.`)
}

/** A header is believed from trusted proxies alone, so without one there is nobody to believe. */
function headerIn(text: string | undefined, proxies: string | undefined): string | undefined {
  if (text === undefined) return undefined
  if (!/^[A-Za-z][A-Za-z0-9-]*$/.test(text))
    throw new WrongSetting(`The setting CLIENT_CERT_HEADER is "${text}", and must be the name of a header.`)
  if (proxies === undefined) throw new WrongSetting('The setting CLIENT_CERT_HEADER needs TRUST_PROXY, which says who may send it.')
  return text
}
