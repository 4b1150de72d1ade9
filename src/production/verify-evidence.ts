/**
 * Checks the evidence of a card with nothing but its files and, where somebody has them, the public keys of the installation. Where the list
 * of the files is not what was signed nothing else is looked at, for nothing else can be believed.
 */
import { Compile } from 'typebox/compile'
import { readCheckpoint } from '../journal/checkpoint.ts'
import { canonical, sha256 } from '../kit/hash.ts'
import { HASH_BYTES, leafHash, rootAlong } from '../kit/merkle.ts'
import { keyIdOf, verifySignature } from '../kit/signature.ts'
import { readNote, signedBy } from '../kit/signed-note.ts'
import { EvidenceIndex, INDEX, JOURNAL_KEYS, SIGNATURE, SIGNING_KEYS, signedEvidence } from './evidence.ts'
import { signedWords } from './manifest.ts'
import { type ReceiptFinding, verifyReceipt } from './verify-receipt.ts'

/** Public keys that somebody got from the installation themselves; without them those in the archive are taken, and it is said so. */
export interface GivenKeys {
  /** As PEM. */
  readonly signing: readonly string[]
  /** As `name+hash+base64`. */
  readonly journal: readonly string[]
}

type Files = ReadonlyMap<string, Uint8Array>
type Finding = ReceiptFinding

const isIndex = Compile(EvidenceIndex)

/** What can be said of the files of an archive, by their names. */
export function verifyEvidence(files: Files, given: GivenKeys): readonly Finding[] {
  const index = signedIndex(files, given)
  if ('verdict' in index) return [index]
  const wrongFiles = filesOtherThan(index.index, files)
  const intact = new Map([...files].filter(([name]) => !wrongFiles.some((each) => each.name === name)))
  const keys = given.signing.length > 0 ? given.signing : pemsIn(intact)
  return [
    right(`The list of files is as it was signed with the key ${index.key}, at ${index.index.at}, for ${index.index.organisation}.`),
    ...(given.signing.length > 0
      ? []
      : [open('No public key was given: that of the archive was taken, which shows only that nothing was changed since it was made.')]),
    ...wrongFiles.map(({ sentence }) => wrong(sentence)),
    ...(wrongFiles.length === 0 ? [right(`Each of the ${index.index.files.length} files is the one that is listed.`)] : []),
    ...cardFindings(index.index, intact),
    ...historyFindings(index.index, intact, given),
    ...manifestFindings(index.index, intact, keys),
    ...receiptFindings(index.index, intact, keys),
  ]
}

function signedIndex(files: Files, given: GivenKeys): { readonly index: EvidenceIndex; readonly key: string } | Finding {
  const text = textOf(files, INDEX)
  const [, key, signature] = /^([0-9a-f]{16}) ([A-Za-z0-9+/=]+)\n$/.exec(textOf(files, SIGNATURE) ?? '') ?? []
  if (text === undefined || key === undefined || signature === undefined)
    return wrong(`This is no evidence of a card: ${INDEX} or ${SIGNATURE} is missing, or is not what it must be.`)
  const pem = (given.signing.length > 0 ? given.signing : pemsIn(files)).find((each) => keyIdOf(each) === key)
  if (!pem) return wrong(`It names the key ${key}, which is not among the public keys; so it was not looked whether it is genuine.`)
  if (!verifySignature(pem, signedEvidence(text), signature))
    return wrong(`The list of files is not what was signed with the key ${key}: it was altered, or signed by somebody else.`)
  const index = jsonIn(text)
  return isIndex.Check(index) ? { index, key } : wrong('The list of files was signed, and is not one of version 1.')
}

function filesOtherThan({ files: listed }: EvidenceIndex, files: Files): { name: string; sentence: string }[] {
  const names = new Set([INDEX, SIGNATURE, ...listed.map(({ name }) => name)])
  return [
    ...listed.flatMap(({ name, sha256: hash }) => {
      const bytes = files.get(name)
      if (!bytes) return [{ name, sentence: `${name} is listed, and missing.` }]
      return sha256(bytes) === hash ? [] : [{ name, sentence: `${name} is not the file that was listed: its hash is another.` }]
    }),
    ...[...files.keys()].filter((name) => !names.has(name)).map((name) => ({ name, sentence: `${name} is not listed; it was added.` })),
  ]
}

function cardFindings({ card }: EvidenceIndex, files: Files): Finding[] {
  const text = textOf(files, 'card.json')
  return text === undefined || stringIn(jsonIn(text), 'id') === card.id
    ? []
    : [wrong('card.json is about another card than the list says.')]
}

function historyFindings({ card }: EvidenceIndex, files: Files, given: GivenKeys): Finding[] {
  const history = textOf(files, 'history.jsonl')
  if (history === undefined) return []
  const entries = history.split('\n').slice(0, -1).map(jsonIn)
  const unsealed = entries.filter((entry) => propertyOf(entry, 'unsealed') === true).length
  const note = textOf(files, 'checkpoint.txt')
  const strangers = entries.filter((proven) => stringIn(propertyOf(proven, 'entry'), 'objectId') !== card.id)
  const findings: Finding[] = [
    ...(strangers.length > 0 ? [wrong(`Entries in history.jsonl that are not about the card: ${strangers.length}.`)] : []),
    ...(unsealed > 0 ? [open(`Entries that were not sealed yet, and come without a proof: ${unsealed}.`)] : []),
  ]
  if (unsealed === entries.length) return findings
  if (note === undefined) return [...findings, wrong('The entries cannot be checked: checkpoint.txt is missing or altered.')]
  return [...findings, ...proofFindings(note, entries, verifiersOf(files, given), given.journal.length > 0)]
}

function proofFindings(note: string, entries: readonly unknown[], verifiers: readonly string[], areGiven: boolean): Finding[] {
  const checkpoint = readCheckpoint(note)
  const signed = readNote(note)
  if (!checkpoint || !signed) return [wrong('checkpoint.txt is not a checkpoint of a journal.')]
  const key = signedBy(signed, verifiers)
  if (key === undefined) return [wrong('The checkpoint is signed with none of the public keys of the journal.')]
  const sealed = entries.filter((entry) => propertyOf(entry, 'unsealed') !== true)
  const unproven = sealed.filter((entry) => !isProven(entry, checkpoint))
  if (unproven.length > 0)
    return unproven.map((entry) =>
      wrong(`The entry ${stringIn(propertyOf(entry, 'entry'), 'id') ?? 'without an id'} is not in the journal as it was sealed.`),
    )
  const whose = areGiven ? 'is signed with a key that you gave' : 'is signed with a key of the archive'
  return [right(`Entries that are proved to be in the journal of ${checkpoint.size} entries: ${sealed.length}. Its checkpoint ${whose}.`)]
}

function isProven(proven: unknown, { size, root }: { readonly size: number; readonly root: Buffer }): boolean {
  const [entry, position, path] = [propertyOf(proven, 'entry'), propertyOf(proven, 'position'), propertyOf(proven, 'path')]
  if (typeof position !== 'number' || !Array.isArray(path)) return false
  const hashes = path.map((hash) => Buffer.from(String(hash), 'base64'))
  if (hashes.some(({ length }) => length !== HASH_BYTES)) return false
  return rootAlong(leafHash(canonical(entry)), position, size, hashes)?.equals(root) === true
}

function manifestFindings({ files: listed, card }: EvidenceIndex, files: Files, keys: readonly string[]): Finding[] {
  const found = listed
    .filter(({ name }) => /^manifest-line-\d+\.json$/.test(name))
    .flatMap(({ name }) => ({ name, text: textOf(files, name) }))
  return found.flatMap(({ name, text }) => {
    if (text === undefined) return []
    const batch = jsonIn(text)
    const [hash, key, value] = [stringIn(batch, 'hash'), stringIn(batch, 'key'), stringIn(batch, 'signature')]
    if (stringIn(propertyOf(batch, 'line'), 'card') !== card.id) return [wrong(`${name} has the line of another card.`)]
    if (key === undefined || value === undefined || hash === undefined)
      return [open(`${name} comes without a signature: its manifest was sealed before manifests were signed.`)]
    const pem = keys.find((each) => keyIdOf(each) === key)
    if (!pem) return [wrong(`${name} names the key ${key}, which is not among the public keys.`)]
    if (!verifySignature(pem, signedWords(hash), value)) return [wrong(`${name} names a hash of a manifest that was not signed.`)]
    return [
      right(`${name} names a manifest whose hash was signed with the key ${key}.`),
      open(`Whether the line in ${name} is in that manifest can be seen in the whole of it, which the bureau has.`),
    ]
  })
}

function receiptFindings({ card }: EvidenceIndex, files: Files, keys: readonly string[]): readonly Finding[] {
  const text = textOf(files, 'receipt.json')
  if (text === undefined) return []
  const receipt = jsonIn(text)
  if (stringIn(propertyOf(receipt, 'card'), 'id') !== card.id) return [wrong('The receipt is about another card.')]
  return verifyReceipt(receipt, keys).map(({ verdict, sentence }) => ({ verdict, sentence: `Receipt: ${sentence}` }))
}

const pemsIn = (files: Files): readonly string[] =>
  textOf(files, SIGNING_KEYS)?.match(/-----BEGIN PUBLIC KEY-----[^-]+-----END PUBLIC KEY-----/g) ?? []

const verifiersOf = (files: Files, { journal }: GivenKeys): readonly string[] =>
  journal.length > 0 ? journal : (textOf(files, JOURNAL_KEYS) ?? '').split('\n').filter((line) => line !== '')

function textOf(files: Files, name: string): string | undefined {
  const bytes = files.get(name)
  return bytes && Buffer.from(bytes).toString('utf8')
}

function jsonIn(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

const propertyOf = (value: unknown, name: string): unknown =>
  typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>)[name] : undefined

function stringIn(value: unknown, name: string): string | undefined {
  const found = propertyOf(value, name)
  return typeof found === 'string' ? found : undefined
}

const right = (sentence: string): Finding => ({ verdict: 'right', sentence })
const wrong = (sentence: string): Finding => ({ verdict: 'wrong', sentence })
const open = (sentence: string): Finding => ({ verdict: 'open', sentence })
