import { Anchor, Button, Text } from '@mantine/core'
import { IconDownload } from '@tabler/icons-react'
import { useMutation } from '@tanstack/react-query'
import type { Batch } from '../../src/http/contract/production.ts'
import { address, file } from '../parts/api.ts'
import { CopyLine } from '../parts/copy-line.tsx'
import { ProblemNotice } from '../parts/problem-notice.tsx'
import { saveFile } from '../parts/save-file.ts'
import styles from './batch-manifest.module.css'
import { Section } from './page.tsx'

/** What was fixed when the batch was sealed: its hash, our signature, who can check it, and the manifest itself. */
export function BatchManifest({ batch }: { batch: Batch }) {
  const { manifestHash, signature } = batch
  const download = useMutation({ mutationFn: () => file(`/production/batches/${batch.id}/manifest.json`), onSuccess: saveFile })
  if (!manifestHash)
    return (
      <Section title="Manifest">
        <Text c="dimmed">It is fixed and signed when the batch is sealed.</Text>
      </Section>
    )
  return (
    <Section
      title="Manifest"
      means={
        batch.manifestErasedAt
          ? 'Somebody whom it named was erased, and its text with them. The ids of its orders and cards are left, with the hash and the signature of what was sealed.'
          : 'What was fixed when the batch was sealed. It holds personal data: names, and whatever else the layout maps.'
      }
      actions={
        <Button
          variant="default"
          leftSection={<IconDownload size={16} stroke={1.6} aria-hidden />}
          loading={download.isPending}
          onClick={() => download.mutate()}
        >
          {batch.manifestErasedAt ? 'Download what is left' : 'Download the manifest'}
        </Button>
      }
    >
      {download.error && <ProblemNotice problem={download.error} focus />}
      <div className={styles.facts}>
        <div>
          <div className={styles.label}>SHA-256</div>
          <CopyLine what="the hash" text={manifestHash} />
        </div>
        {signature ? (
          <div>
            <div className={styles.label}>Signature, with our key {signature.key}</div>
            <CopyLine what="the signature" text={signature.value} />
            <p className={styles.means}>
              Anyone who has our public keys can check it, also without an account:{' '}
              <Anchor href={address('/keys')} fz="inherit">
                /api/v1/keys
              </Anchor>
              .
            </p>
          </div>
        ) : (
          <p className={styles.means}>It was sealed before manifests were signed.</p>
        )}
      </div>
    </Section>
  )
}
