import type { BatchLine, StoredBatch } from '../store/batch.ts'

/** What a bureau is asked to produce: one line an order, only the fields that are printed. Fixed and hashed when the batch is sealed. */
export interface Manifest {
  readonly version: 1
  readonly batch: string
  readonly number: number
  readonly bureau: string
  readonly orders: readonly ManifestLine[]
}

export interface ManifestLine {
  readonly order: string
  readonly card: string
  readonly cardNumber: number
  readonly fields: {
    readonly firstName: string | null
    readonly lastName: string | null
    readonly employeeNumber: string | null
    readonly unit: string | null
    readonly commonName: string | null
    readonly userPrincipalName: string | null
    readonly validTo: string | null
  }
}

export const manifestOf = (batch: StoredBatch, lines: readonly BatchLine[]): Manifest => ({
  version: 1,
  batch: batch.id,
  number: batch.number,
  bureau: batch.bureau,
  orders: lines.map((line) => ({
    order: line.orderId,
    card: line.cardId,
    cardNumber: line.number,
    fields: {
      firstName: line.holderFirstName,
      lastName: line.holderLastName,
      employeeNumber: line.employeeNumber,
      unit: line.unit,
      commonName: line.commonName,
      userPrincipalName: line.userPrincipalName,
      validTo: line.validTo,
    },
  })),
})
