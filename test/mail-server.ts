/** A mail server on the own machine, for tests: it keeps what it was given, and refuses what it is told to refuse. */
import { text } from 'node:stream/consumers'
import { SMTPServer, type SMTPServerOptions } from 'smtp-server'

export interface MailServer {
  readonly port: number
  /** What was given, whole, the oldest first. */
  readonly mails: string[]
  /** Until it is true again, every mail is refused after it was given. */
  takes: boolean
  stop(): Promise<void>
}

export async function startMailServer(settings: SMTPServerOptions = {}): Promise<MailServer> {
  const mails: string[] = []
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    logger: false,
    onData(stream, { envelope }, done) {
      text(stream).then((mail) => {
        const recipients = envelope.rcptTo.map(({ address }) => address)
        // As servers do, it repeats the address in what it says.
        if (!mailServer.takes) return done(Object.assign(new Error(`No room for ${recipients.join()}`), { responseCode: 452 }))
        mails.push(mail)
        done()
      }, done)
    },
    ...settings,
  })
  server.on('error', () => {}) // A client that breaks off is what some of the tests are about.
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
  const address = server.server.address()
  if (address === null || typeof address === 'string') throw new Error('The mail server listens nowhere.')
  const mailServer: MailServer = {
    port: address.port,
    mails,
    takes: true,
    stop: () => new Promise((stopped) => server.close(stopped)),
  }
  return mailServer
}
