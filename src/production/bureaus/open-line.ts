/**
 * Opens a line to a bureau, and hands it over only when it can be used: connected, encrypted, with a certificate for the right name. What
 * fails here failed before one byte of a request left the house, and that is all this file is for: to know it for certain.
 */
import { connect as connectPlain, isIP, type Socket } from 'node:net'
import { connect as connectEncrypted, type TLSSocket } from 'node:tls'
import { hostOf, isLoopbackAddress } from './rest-address.ts'

/** There is no line, so nothing was sent. The message is a sentence for the operator. */
export class NoLine extends Error {
  /** Whether it may help to try again in a moment. */
  readonly again: boolean

  constructor(sentence: string, again: boolean, cause?: unknown) {
    super(sentence, { cause })
    this.again = again
  }
}

export interface LineSettings {
  /** For finding the address, connecting and agreeing on the encryption together, in milliseconds. */
  readonly connectMs: number
  /** Certificates in PEM that are trusted instead of those that Node.js trusts. */
  readonly authorities?: string | undefined
}

/** @throws NoLine */
export function openLine(url: URL, settings: LineSettings): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const encrypted = url.protocol === 'https:'
    const line = encrypted ? encryptedLine(url, settings) : connectPlain({ ...target(url), ...EVERY_ADDRESS })
    const fail = (failure: NoLine): void => {
      clearTimeout(timer)
      line.destroy()
      reject(failure)
    }
    const timer = setTimeout(
      () => fail(new NoLine(`No connection to ${url.host} came about within ${settings.connectMs / 1000} seconds. ${RUNNING}`, true)),
      settings.connectMs,
    )
    const failed = (error: unknown): void => fail(noLine(error, url))
    const closed = (): void => failed(undefined)
    line.on('error', failed)
    line.on('close', closed)
    line.once(encrypted ? 'secureConnect' : 'connect', () => {
      if (encrypted ? !(line as TLSSocket).authorized : !isLoopbackAddress(line.remoteAddress ?? ''))
        return fail(new NoLine(`${url.host} is not who it should be. Nothing was sent; see whether the address is right.`, false))
      clearTimeout(timer)
      line.off('close', closed).off('error', failed)
      // Until the request listens, an error ends the line, and must not end the process.
      line.on('error', () => undefined)
      line.setNoDelay(true)
      resolve(line)
    })
  })
}

function encryptedLine(url: URL, settings: LineSettings): TLSSocket {
  const { host, port } = target(url)
  return connectEncrypted({
    host,
    port,
    ...EVERY_ADDRESS,
    // Said, so that no setting of the environment switches it off.
    rejectUnauthorized: true,
    minVersion: 'TLSv1.2',
    ALPNProtocols: ['http/1.1'],
    // Only a name may be told in the greeting of the encryption, not an address of numbers.
    ...(isIP(host) === 0 && { servername: host }),
    ...(settings.authorities && { ca: settings.authorities }),
  })
}

const target = (url: URL): { host: string; port: number } => ({
  host: hostOf(url),
  port: Number(url.port) || (url.protocol === 'https:' ? 443 : 80),
})

/** Node.js gives each address of a name a quarter of a second, which is short for a bureau on another continent. */
const EVERY_ADDRESS = { autoSelectFamily: true, autoSelectFamilyAttemptTimeout: 2500 }

function noLine(error: unknown, url: URL): NoLine {
  const code = codeOf(error)
  const known = REASONS[code]
  if (known) return new NoLine(known.sentence(url), known.again, error)
  if (/CERT|ISSUER|SIGNATURE|^CRL_/.test(code))
    return new NoLine(
      `The certificate of ${url.host} is not accepted (${code}). Nothing was sent; ask the bureau for a valid one.`,
      false,
      error,
    )
  if (/^ERR_(SSL|TLS)_|^EPROTO$/.test(code))
    return new NoLine(
      `No encryption could be agreed on with ${url.host} (${code}). Nothing was sent; see whether it speaks https.`,
      false,
      error,
    )
  return new NoLine(`No connection to ${url.host} came about (${code || 'it was closed'}). ${RUNNING}`, true, error)
}

const RUNNING = 'Nothing was sent; see whether the address is right, the bureau’s server runs, and no firewall stands between.'

const REASONS: Readonly<Record<string, { sentence(url: URL): string; again: boolean }>> = {
  ENOTFOUND: { again: false, sentence: ({ hostname }) => `There is no machine called ${hostname}. Nothing was sent; correct the address.` },
  EAI_AGAIN: {
    again: true,
    sentence: ({ hostname }) => `The name ${hostname} could not be looked up just now. Nothing was sent; see whether the network is there.`,
  },
  ECONNREFUSED: { again: true, sentence: ({ host }) => `Nobody listens at ${host}. ${RUNNING}` },
  CERT_HAS_EXPIRED: {
    again: false,
    sentence: ({ host }) => `The certificate of ${host} has expired. Nothing was sent; ask the bureau to renew it.`,
  },
  CERT_NOT_YET_VALID: {
    again: false,
    sentence: ({ host }) => `The certificate of ${host} is not valid yet. Nothing was sent; see whether the clocks are right.`,
  },
  ERR_TLS_CERT_ALTNAME_INVALID: {
    again: false,
    sentence: ({ host }) => `The certificate that ${host} shows is for another name. Nothing was sent; see whether the address is right.`,
  },
  DEPTH_ZERO_SELF_SIGNED_CERT: { again: false, sentence: unknownAuthority },
  SELF_SIGNED_CERT_IN_CHAIN: { again: false, sentence: unknownAuthority },
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: { again: false, sentence: unknownAuthority },
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: { again: false, sentence: unknownAuthority },
}

function unknownAuthority({ host }: URL): string {
  return `The certificate of ${host} is not from an authority that this machine trusts. Nothing was sent; ask the bureau for another, or have its authority trusted with NODE_EXTRA_CA_CERTS.`
}

/** Where a name has several addresses, the error holds one for each. */
function codeOf(error: unknown): string {
  if (error instanceof AggregateError && !('code' in error && error.code)) return codeOf(error.errors[0])
  return error instanceof Error && 'code' in error ? String(error.code) : ''
}
