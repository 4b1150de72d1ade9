import { Anchor } from '@mantine/core'
import { IconCertificate } from '@tabler/icons-react'
import type { Template } from '../../src/http/contract/catalog.ts'
import type { OneObject } from '../../src/http/contract/object.ts'
import { address } from '../parts/api.ts'
import { ProofSection } from './proof-section.tsx'

/** The signed proof that an aborted card was not ordered. */
export function ReceiptSection({ template, object }: { template: Template; object: OneObject }) {
  return (
    <ProofSection
      name="receipt"
      title="Proof of non-production"
      means={
        <>
          A signed file that says that this card is in no manifest a bureau was given. Anyone can check it without this installation, with{' '}
          <code>cardinal verify-receipt</code> and <Anchor href={address('/keys')}>our public keys</Anchor>.
        </>
      }
      path={`/${template.path}/${encodeURIComponent(object.id)}/receipt`}
      icon={<IconCertificate size={16} stroke={1.6} aria-hidden />}
      button="Download the proof"
    />
  )
}
