import type { ServerResponse } from 'node:http'
import helmet, { type HelmetOptions } from 'helmet'
import { sha256Base64 } from '../kit/hash.ts'
import type { App } from './api.ts'

/** Headers that tell a browser to be careful; the same for every answer, also where there was no request that could be read. */
export function securityHeaders(): Record<string, string> {
  const headers: Record<string, string> = { 'content-security-policy': NOTHING, 'permissions-policy': NOTHING_OF_THE_DEVICE }
  const asked = {
    setHeader: (name: string, value: string) => {
      headers[name] = value
    },
    removeHeader: () => {},
  }
  helmet(SETTINGS)(undefined as never, asked as unknown as ServerResponse, () => {})
  return headers
}

/** Sends them with every answer. */
export function sendSecurityHeaders(app: App, headers: Readonly<Record<string, string>>): void {
  app.addHook('onRequest', (request, reply, done) => {
    reply.headers(headers)
    // Only who was asked over TLS may tell browsers to insist on it.
    if (request.protocol === 'https') reply.header('strict-transport-security', 'max-age=31536000; includeSubDomains')
    done()
  })
}

/**
 * What a page of ours may load and run: scripts and styles of this server, and such styles as bear the nonce of this very answer, because
 * the components set some while they run. Text becomes markup or script only through the one policy in `web/trusted-types.ts`.
 */
export const pagePolicy = (nonce: string): string =>
  [
    "default-src 'none'",
    "script-src 'self'",
    `style-src 'self' 'nonce-${nonce}'`,
    "img-src 'self' data: blob:",
    "font-src 'self'",
    "connect-src 'self'",
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
    "require-trusted-types-for 'script'",
    'trusted-types default',
  ].join('; ')

/** What a document without any script may: show itself, in this one style. */
export const documentPolicy = (style: string): string =>
  `default-src 'none'; style-src 'sha256-${sha256Base64(style)}'; img-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`

/** What a picture may, also when somebody opens it alone: nothing but show itself and the pictures it holds. */
export const PICTURE_POLICY = "default-src 'none'; img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; sandbox"

/** What is meant for no browser to show may nothing. */
const NOTHING = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"

const NOTHING_OF_THE_DEVICE = [
  'accelerometer',
  'bluetooth',
  'camera',
  'display-capture',
  'geolocation',
  'gyroscope',
  'hid',
  'magnetometer',
  'microphone',
  'midi',
  'payment',
  'serial',
  'usb',
  'xr-spatial-tracking',
]
  .map((feature) => `${feature}=()`)
  .join(', ')

const SETTINGS: HelmetOptions = {
  contentSecurityPolicy: false,
  strictTransportSecurity: false,
  referrerPolicy: { policy: 'same-origin' },
  xFrameOptions: { action: 'deny' },
}
