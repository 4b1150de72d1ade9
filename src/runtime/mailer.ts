/** Hands mails to a server by SMTP. The only place that knows how. */

/** How mails are sent from this installation. */
export interface MailSettings {
  /** `smtp://` or `smtps://`, with the user and the password in it where the server wants them. */
  readonly url: string
  /** The address they come from, alone or as `Name <address>`. */
  readonly from: string
}

/** A mail that is sent now. */
export interface OutgoingMail {
  /** The same for each attempt: the Message-ID is made of it, by which a repeat can be recognised. */
  readonly id: string
  readonly to: string
  readonly subject: string
  readonly text: string
}

export interface Mailer {
  /** Resolves when the server took the mail. Throws `MailNotSent` otherwise; the mail may have gone all the same. */
  send(mail: OutgoingMail): Promise<void>
}

/** The server did not take a mail, or did not say so. `message` is a sentence without addresses: servers repeat them in what they answer. */
export class MailNotSent extends Error {}

/**
 * A connection of its own for each mail, as there are few. TLS is a must, except with a server on the own machine, whose certificate need
 * not be one that others trust either.
 */
export function createMailer({ url, from }: MailSettings): Mailer {
  const { protocol, hostname, port, username, password } = new URL(url)
  const isSecure = protocol === 'smtps:'
  const isOwnMachine = OWN_MACHINE.test(hostname)
  const settings = {
    host: hostname.replace(/^\[|\]$/g, ''),
    port: port === '' ? (isSecure ? 465 : 587) : Number(port),
    secure: isSecure,
    requireTLS: !isSecure && !isOwnMachine,
    tls: { rejectUnauthorized: !isOwnMachine },
    ...(username && { auth: { user: decodeURIComponent(username), pass: decodeURIComponent(password) } }),
    connectionTimeout: 15_000,
    greetingTimeout: 15_000,
    socketTimeout: 60_000,
    disableFileAccess: true,
    disableUrlAccess: true,
  }
  return {
    async send({ id, to, subject, text }) {
      const { createTransport } = await import('nodemailer')
      const message = {
        from,
        to: { name: '', address: to },
        subject,
        text,
        messageId: `<${id}@${domainOf(from)}>`,
        headers: { 'Auto-Submitted': 'auto-generated' },
      }
      await createTransport(settings)
        .sendMail(message)
        .catch((error: unknown) => {
          throw new MailNotSent(reasonOf(error))
        })
    },
  }
}

const OWN_MACHINE = /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/

const domainOf = (from: string): string => /@([^\s>]+)/.exec(from)?.[1] ?? 'localhost'

function reasonOf(error: unknown): string {
  const { code, responseCode } = (error instanceof Error ? error : {}) as { code?: unknown; responseCode?: unknown }
  if (typeof code === 'string' && code in REASONS) return `${REASONS[code]} (${typeof responseCode === 'number' ? responseCode : code}).`
  return `The mail server did not take the mail (${typeof responseCode === 'number' ? responseCode : String(code ?? 'no reason was given')}).`
}

const REASONS: Readonly<Record<string, string>> = {
  ECONNECTION: 'The mail server cannot be reached',
  ESOCKET: 'The mail server cannot be reached, or its certificate cannot be trusted',
  EDNS: 'The mail server cannot be found by its name',
  ETIMEDOUT: 'The mail server does not answer',
  ETLS: 'The mail server offers no TLS',
  EAUTH: 'The mail server does not accept the user and the password',
}
