/** A key and a certificate that signs itself, for a server in a test: made anew each time, so that no private key lies in the repository. */
import { generateKeyPairSync, sign } from 'node:crypto'
import { isIPv4 } from 'node:net'

export interface Certificate {
  /** In PEM. */
  readonly key: string
  readonly cert: string
}

/** @param names host names or IPv4 addresses; @param from @param to the time in which it is valid */
export function certificateFor(
  names: readonly string[],
  from = new Date('2020-01-01'),
  to = new Date('2049-12-31'),
  commonName = 'Test bureau',
): Certificate {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const name = der(SEQUENCE, der(SET, der(SEQUENCE, COMMON_NAME, der(UTF8, Buffer.from(commonName)))))
  const alternatives = der(
    SEQUENCE,
    ...names.map((one) => (isIPv4(one) ? der(0x87, Buffer.from(one.split('.').map(Number))) : der(0x82, Buffer.from(one)))),
  )
  const signed = der(
    SEQUENCE,
    der(0xa0, der(INTEGER, Buffer.from([2]))),
    der(INTEGER, Buffer.from([1])),
    ECDSA_SHA256,
    name,
    der(SEQUENCE, time(from), time(to)),
    name,
    publicKey.export({ type: 'spki', format: 'der' }),
    der(0xa3, der(SEQUENCE, der(SEQUENCE, ALTERNATIVE_NAME, der(OCTETS, alternatives)))),
  )
  const signature = der(BITS, Buffer.from([0]), sign('sha256', signed, privateKey))
  const whole = der(SEQUENCE, signed, ECDSA_SHA256, signature)
  const lines = whole.toString('base64').replaceAll(/.{64}/g, '$&\n')
  return {
    key: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    cert: `-----BEGIN CERTIFICATE-----\n${lines}\n-----END CERTIFICATE-----\n`,
  }
}

const [INTEGER, BITS, OCTETS, UTF8, UTC_TIME, SEQUENCE, SET] = [0x02, 0x03, 0x04, 0x0c, 0x17, 0x30, 0x31]
const COMMON_NAME = Buffer.from('0603550403', 'hex')
const ALTERNATIVE_NAME = Buffer.from('0603551d11', 'hex')
const ECDSA_SHA256 = Buffer.from('300a06082a8648ce3d040302', 'hex')

/** One value of ASN.1 in its distinguished encoding: what it is, how long it is, and what it holds. */
function der(tag: number | undefined, ...parts: readonly Uint8Array[]): Buffer {
  const held = Buffer.concat(parts)
  const { length } = held
  const size = length < 0x80 ? [length] : length < 0x100 ? [0x81, length] : [0x82, length >> 8, length & 0xff]
  return Buffer.concat([Buffer.from([tag ?? 0, ...size]), held])
}

const time = (moment: Date): Buffer => der(UTC_TIME, Buffer.from(`${moment.toISOString().replaceAll(/[-:T]/g, '').slice(2, 14)}Z`))
