import { Button } from '@mantine/core'
import { IconFileCertificate } from '@tabler/icons-react'
import { useMutation } from '@tanstack/react-query'
import type { Template } from '../../src/http/contract/catalog.ts'
import { file } from '../parts/api.ts'
import { ProblemNotice } from '../parts/problem-notice.tsx'
import { saveFile } from '../parts/save-file.ts'
import page from './page.module.css'
import classes from './receipt-section.module.css'

/** Everything that proves what became of a card, as one signed file; for whoever may take it away. */
export function EvidenceSection({ template, id }: { template: Template; id: string }) {
  const fetching = useMutation({
    mutationFn: () => file(`/${template.path}/${encodeURIComponent(id)}/evidence`),
    onSuccess: saveFile,
  })
  return (
    <section aria-labelledby="evidence">
      <h2 id="evidence" className={page.heading}>
        Evidence
      </h2>
      <p className={classes.means}>
        One signed archive with everything that proves what became of this card: its history, orders, manifests and messages. Anyone can
        check it with <code>cardinal verify-evidence</code>. The journal keeps that you asked.
      </p>
      <Button
        variant="default"
        size="xs"
        leftSection={<IconFileCertificate size={16} stroke={1.6} aria-hidden />}
        loading={fetching.isPending}
        onClick={() => fetching.mutate()}
      >
        Download the evidence
      </Button>
      {fetching.error && (
        <div className={classes.problem}>
          <ProblemNotice problem={fetching.error} focus />
        </div>
      )}
    </section>
  )
}
