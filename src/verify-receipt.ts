/** Checks a receipt from files alone: nothing is asked of a database or a server, so that anyone can do it anywhere. */
import { readdirSync, readFileSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { keyIdOf } from './kit/signature.ts'
import { type GivenManifest, type ReceiptFinding, verifyReceipt } from './production/verify-receipt.ts'

/**
 * What can be said of the receipt in a file. Throws, with a sentence, where a file cannot be read or a file of keys holds none.
 * @param keys files of public keys as PEM, each of one key or of several
 * @param manifests a folder of manifests, or of the messages or batch files they came in; its folders are looked into
 */
export async function verifyReceiptFile(path: string, keys: readonly string[], manifests?: string): Promise<readonly ReceiptFinding[]> {
  const publicKeys = (await Promise.all(keys.map(keysIn))).flat()
  const receipt = jsonIn(await readFile(path, 'utf8'))
  return verifyReceipt(receipt, publicKeys, manifests === undefined ? undefined : manifestsIn(manifests))
}

/** The findings as lines to print. */
export const toldOf = (findings: readonly ReceiptFinding[]): string[] =>
  findings.map(({ verdict, sentence }) => `${{ right: 'right', wrong: 'WRONG', open: 'not checked' }[verdict]}: ${sentence}`)

/** The public keys in a file, as PEM. Throws a sentence where it holds none, or something else that looks like one. */
export async function keysIn(path: string): Promise<string[]> {
  const text = await readFile(path, 'utf8')
  const keys = text.match(/-----BEGIN PUBLIC KEY-----[^-]+-----END PUBLIC KEY-----/g) ?? []
  if (keys.length === 0 || keys.some((pem) => keyIdOf(pem) === undefined))
    throw new Error(`${path} holds no Ed25519 public key as PEM, which begins with -----BEGIN PUBLIC KEY-----. Nothing was checked.`)
  return keys
}

/** One file after the other, each read when it is looked at. */
function* manifestsIn(folder: string): Generator<GivenManifest> {
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' })
  for (const name of names.filter((each) => each.endsWith('.json')).sort()) {
    const value = jsonIn(readFileSync(join(folder, name), 'utf8'))
    yield { name, manifest: typeof value === 'object' && value !== null && 'manifest' in value ? value.manifest : value }
  }
}

function jsonIn(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
