import type { X509Certificate } from 'node:crypto'

/** What in a certificate can name an account. */
export type CertificateName = 'email' | 'common-name' | 'serial'

/** What a certificate has there; undefined where it has nothing, or several different ones. */
export function nameIn(certificate: X509Certificate, by: CertificateName): string | undefined {
  if (by === 'serial') return certificate.serialNumber
  const found =
    by === 'email'
      ? [...(certificate.subjectAltName ?? '').matchAll(/(?:^|, )email:([^,"]+)(?=,|$)/g)].map(([, email]) => email)
      : certificate.subject.split('\n').flatMap((line) => (line.startsWith('CN=') ? [line.slice(3)] : []))
  const [only, another] = [...new Set(found)]
  return another === undefined ? only : undefined
}

export const isInTime = ({ validFrom, validTo }: X509Certificate, now: Date): boolean =>
  Date.parse(validFrom) <= now.getTime() && now.getTime() < Date.parse(validTo)
