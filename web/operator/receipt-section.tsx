import { Anchor, Button } from '@mantine/core'
import { IconCertificate } from '@tabler/icons-react'
import { useMutation } from '@tanstack/react-query'
import type { Template } from '../../src/http/contract/catalog.ts'
import type { OneObject } from '../../src/http/contract/object.ts'
import { address, file } from '../parts/api.ts'
import { ProblemNotice } from '../parts/problem-notice.tsx'
import { saveFile } from '../parts/save-file.ts'
import page from './page.module.css'
import classes from './receipt-section.module.css'

/** The signed proof that an aborted card was not ordered, as a file; where there can be none, the sentence why. */
export function ReceiptSection({ template, object }: { template: Template; object: OneObject }) {
  const fetching = useMutation({
    mutationFn: () => file(`/${template.path}/${encodeURIComponent(object.id)}/receipt`),
    onSuccess: saveFile,
  })
  return (
    <section aria-labelledby="receipt">
      <h2 id="receipt" className={page.heading}>
        Proof of non-production
      </h2>
      <p className={classes.means}>
        A signed file that says that this card is in no manifest a bureau was given. Anyone can check it without this installation, with{' '}
        <code>cardinal verify-receipt</code> and <Anchor href={address('/keys')}>our public keys</Anchor>.
      </p>
      <Button
        variant="default"
        size="xs"
        leftSection={<IconCertificate size={16} stroke={1.6} aria-hidden />}
        loading={fetching.isPending}
        onClick={() => fetching.mutate()}
      >
        Download the proof
      </Button>
      {fetching.error && (
        <div className={classes.problem}>
          <ProblemNotice problem={fetching.error} focus />
        </div>
      )}
    </section>
  )
}
