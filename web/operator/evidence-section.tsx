import { IconFileCertificate } from '@tabler/icons-react'
import type { Template } from '../../src/http/contract/catalog.ts'
import { ProofSection } from './proof-section.tsx'

/** Everything that proves what became of a card, as one signed file; for whoever may take it away. */
export function EvidenceSection({ template, id }: { template: Template; id: string }) {
  return (
    <ProofSection
      name="evidence"
      title="Evidence"
      means={
        <>
          One signed archive with everything that proves what became of this card: its history, orders, manifests and messages. Anyone can
          check it with <code>cardinal verify-evidence</code>. The journal keeps that you asked.
        </>
      }
      path={`/${template.path}/${encodeURIComponent(id)}/evidence`}
      icon={<IconFileCertificate size={16} stroke={1.6} aria-hidden />}
      button="Download the evidence"
    />
  )
}
