import { readFile } from 'node:fs/promises'
import { createSecureContext } from 'node:tls'
import { WrongSetting } from './settings.ts'

/** Where the certificate of this server is, and those of who may sign a client's. */
export interface TlsFiles {
  readonly certificate: string
  readonly key: string
  /** Asks clients for a certificate, and requires none; who is signed in by one is decided elsewhere. */
  readonly clientAuthorities: string | undefined
}

/** What a TLS listener is made with, in PEM. */
export interface TlsContent {
  readonly cert: Buffer
  readonly key: Buffer
  readonly ca?: Buffer
}

/** Reads the files anew. Refuses in a sentence what is not there, and what does not belong together. */
export async function readTlsFiles({ certificate, key, clientAuthorities }: TlsFiles): Promise<TlsContent> {
  const content = {
    cert: await read('TLS_CERT_FILE', certificate),
    key: await read('TLS_KEY_FILE', key),
    ...(clientAuthorities !== undefined && { ca: await read('TLS_CLIENT_CA_FILE', clientAuthorities) }),
  }
  try {
    createSecureContext(content)
  } catch (error) {
    throw new WrongSetting(
      `The files in TLS_CERT_FILE and TLS_KEY_FILE${content.ca ? ', with TLS_CLIENT_CA_FILE,' : ''} are not a certificate and its key in PEM (${codeOf(error)}).`,
    )
  }
  return content
}

async function read(name: string, path: string): Promise<Buffer> {
  return readFile(path).catch((error: unknown) => {
    throw new WrongSetting(`The setting ${name} names ${path}, which cannot be read (${codeOf(error)}).`)
  })
}

const codeOf = (error: unknown): string => (error instanceof Error && 'code' in error ? String(error.code) : 'for an unknown reason')
