/**
 * Checks a receipt with nothing but public keys and, where somebody has them, manifests. What it did not look at it says that it did not.
 */
import { Type } from 'typebox'
import { Compile } from 'typebox/compile'
import { enumeration } from '../kit/enumeration.ts'
import { canonical, sha256 } from '../kit/hash.ts'
import { keyIdOf, verifySignature } from '../kit/signature.ts'
import { Receipt, signedText } from './receipt.ts'

/** What a check came to: it is right, it is wrong, or it was not looked at. */
export interface ReceiptFinding {
  readonly verdict: 'right' | 'wrong' | 'open'
  readonly sentence: string
}

/** A manifest as somebody has it, such as a bureau in its files. */
export interface GivenManifest {
  /** What sentences call it: the name of its file. */
  readonly name: string
  readonly manifest: unknown
}

/**
 * What can be said of a receipt. Where its signature is not right nothing else is looked at, for nothing else in it can be believed.
 * Manifests are taken one after the other, so that as many as a bureau has need not be held at once.
 */
export function verifyReceipt(
  receipt: unknown,
  publicKeys: readonly string[],
  manifests?: Iterable<GivenManifest>,
): readonly ReceiptFinding[] {
  if (!isReceipt.Check(receipt)) return [wrong('This is not a receipt of version 1, or something is missing in it or added to it.')]
  const { signature, ...signed } = receipt
  const key = publicKeys.find((pem) => keyIdOf(pem) === signature.key)
  if (!key)
    return [wrong(`It names the key ${signature.key}, which is not among the given ones; so it was not looked whether it is genuine.`)]
  if (!verifySignature(key, signedText(signed), signature.value))
    return [wrong(`It is not what was signed with the key ${signature.key}: it was altered, or signed by somebody else.`)]
  if (signed.manifests.count !== signed.manifests.list.length)
    return [wrong(`It says that it lists ${signed.manifests.count} manifests, and lists ${signed.manifests.list.length}.`)]
  return [
    right(`It is as it was signed with the key ${signature.key}. It says: ${signed.statement}`),
    ...(manifests ? checkManifests(receipt, manifests) : [open(`${NOT_GIVEN} Whether the card is in one of them was not looked at.`)]),
  ]
}

const NOT_GIVEN = 'The manifests themselves were not given.'

/** What of a manifest has to be known; versions of it differ in the rest. */
const Sealed = Type.Object({
  batch: Type.String(),
  number: Type.Integer(),
  /** When its text was erased, because it named somebody who was; its ids are left. */
  erased: Type.Optional(Type.String()),
  orders: Type.Array(Type.Object({ order: Type.String(), card: Type.String(), cardNumber: Type.Integer() })),
})
const [isReceipt, isManifest] = [Compile(Receipt), Compile(Sealed)]

function checkManifests(receipt: Receipt, manifests: Iterable<GivenManifest>): ReceiptFinding[] {
  const findings: ReceiptFinding[] = []
  const listed = new Map(receipt.manifests.list.map(({ batch, hash }) => [batch, hash]))
  const returned = new Map(receipt.returned.map(({ batch, hash }) => [batch, hash]))
  const numbers = [...receipt.manifests.list, ...receipt.returned].map(({ number }) => number)
  const [first, last] = [numbers.reduce((a, b) => Math.min(a, b), Infinity), numbers.reduce((a, b) => Math.max(a, b), -Infinity)]
  const seen = new Set<string>()
  for (const { name, manifest } of manifests) {
    if (!isManifest.Check(manifest)) {
      findings.push(open(`${name} is not a manifest, and was not looked at.`))
      continue
    }
    const { batch, number } = manifest
    const hash = listed.get(batch) ?? returned.get(batch)
    if (namesCard(receipt, manifest)) findings.push(wrong(`${name}, which says it is batch ${number}, asks for this card.`))
    else if (hash === undefined && number > first && number < last)
      findings.push(wrong(`${name}, which says it is batch ${number}, is not in the list, though batches before and after it are.`))
    else if (hash === undefined)
      findings.push(open(`${name}, which says it is batch ${number}, is not in the time of the receipt; this card is not in it.`))
    else if (manifest.erased !== undefined)
      findings.push(
        open(
          `${name}, which says it is batch ${number}, does not name this card; its text was erased, so that its hash could not be checked.`,
        ),
      )
    else if (hash !== sha256(canonical(manifest)))
      findings.push(wrong(`${name}, which says it is batch ${number}, is not the manifest that was sealed: its hash is another.`))
    else if (listed.has(batch)) seen.add(batch)
  }
  const missing = receipt.manifests.list.filter(({ batch }) => !seen.has(batch)).map(({ number }) => number)
  if (seen.size > 0)
    findings.push(
      right(
        `Manifests in the list that were looked at: ${seen.size} of ${receipt.manifests.count}. Each is what was sealed, and this card is in none of them.`,
      ),
    )
  if (missing.length > 0)
    findings.push(
      open(
        `Manifests in the list that were not looked at: ${missing.length}, of ${missing.length === 1 ? 'batch' : 'the batches'} ${some(missing)}.`,
      ),
    )
  return findings
}

/** By any of the names that it has: an order of it, its id, or the number on it. */
const namesCard = ({ card, orders }: Receipt, manifest: Type.Static<typeof Sealed>): boolean =>
  manifest.orders.some(
    (line) => line.card === card.id || line.cardNumber === card.number || orders.some((order) => order.id === line.order),
  )

const SHOWN = 20

const some = (numbers: readonly number[]): string =>
  numbers.length <= SHOWN ? enumeration(numbers.map(String)) : `${numbers.slice(0, SHOWN).join(', ')} and ${numbers.length - SHOWN} more`

const right = (sentence: string): ReceiptFinding => ({ verdict: 'right', sentence })
const wrong = (sentence: string): ReceiptFinding => ({ verdict: 'wrong', sentence })
const open = (sentence: string): ReceiptFinding => ({ verdict: 'open', sentence })
