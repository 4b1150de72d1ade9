/** The certificate that a browser showed: to our own TLS, or to a proxy that we trust and that passes it on in a header. */
import { X509Certificate } from 'node:crypto'
import { BlockList, isIP, isIPv6 } from 'node:net'
import { TLSSocket } from 'node:tls'
import type { FastifyRequest } from 'fastify'

export interface CertificateSource {
  /** The header a proxy passes it on in, as the setting CLIENT_CERT_HEADER names it. */
  readonly header?: string | undefined
  /** Whom to believe, as the setting TRUST_PROXY names them. */
  readonly trustProxy: string | boolean
}

/** Undefined where there is none, or none that somebody we trust has checked. */
export function certificateOf(request: FastifyRequest, { header, trustProxy }: CertificateSource): X509Certificate | undefined {
  const { socket } = request.raw
  if (socket instanceof TLSSocket && socket.authorized) {
    const shown = socket.getPeerX509Certificate()
    if (shown) return shown
  }
  const passed = header === undefined ? undefined : request.headers[header.toLowerCase()]
  if (typeof passed !== 'string' || !isTrusted(socket.remoteAddress, trustProxy)) return undefined
  return certificateIn(passed)
}

/** As RFC 9440 writes it, DER in base64 between colons, or as PEM with percent signs, which is what proxies did before. */
export function certificateIn(text: string): X509Certificate | undefined {
  const der = /^:([A-Za-z0-9+/=]+):$/.exec(text.trim())?.[1]
  try {
    return new X509Certificate(der === undefined ? decodeURIComponent(text) : Buffer.from(der, 'base64'))
  } catch {
    return undefined
  }
}

const NAMED: Readonly<Record<string, readonly string[]>> = {
  loopback: ['127.0.0.0/8', '::1/128'],
  linklocal: ['169.254.0.0/16', 'fe80::/10'],
  uniquelocal: ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', 'fc00::/7'],
}

/** Whether this is the address of a proxy that we trust. Without a setting nobody is one. */
export function isTrusted(address: string | undefined, trustProxy: string | boolean): boolean {
  if (address === undefined || typeof trustProxy !== 'string') return false
  const plain = address.startsWith('::ffff:') ? address.slice(7) : address
  const list = new BlockList()
  for (const network of trustProxy.split(',').flatMap((word) => NAMED[word.trim()] ?? [word.trim()])) {
    const [start = '', bits] = network.split('/')
    if (isIP(start) === 0) continue
    const family = isIPv6(start) ? 'ipv6' : 'ipv4'
    if (bits === undefined) list.addAddress(start, family)
    else list.addSubnet(start, Number(bits), family)
  }
  return list.check(plain, isIPv6(plain) ? 'ipv6' : 'ipv4')
}
