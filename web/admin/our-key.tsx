import { Button, Group, Skeleton, Text } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { IconDownload, IconKey } from '@tabler/icons-react'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import type { Bureau, OurKey as OurKeyBody } from '../../src/http/contract/bureau.ts'
import { newKey, Problem, post } from '../parts/api.ts'
import { CopyLine } from '../parts/copy-line.tsx'
import { ProblemNotice } from '../parts/problem-notice.tsx'
import { saveFile } from '../parts/save-file.ts'
import { dayWords } from '../parts/time.tsx'
import styles from './bureau.module.css'
import { DetailList } from './detail-list.tsx'
import { Dialog } from './dialog.tsx'
import { fingerprintWords } from './fingerprint-words.ts'
import { Section } from './page.tsx'
import { ourKeyQuery } from './queries.ts'
import { say } from './say.ts'

/** The key with which we sign what we send and open what we get: the bureau is given its public part. */
export function OurKey({ bureau }: { bureau: Bureau }) {
  const query = useQuery({ ...ourKeyQuery(bureau.name), retry: false })
  const isNone = query.error instanceof Problem && query.error.status === 404
  return (
    <Section
      title="Our OpenPGP key"
      means="It signs what we send and opens what we get. Give the bureau its public part; the private part never leaves Cardinal."
      actions={<Generate bureau={bureau} hasKey={!isNone} />}
    >
      {query.isPending && <Skeleton h={96} />}
      {isNone && <Text c="dimmed">There is none yet. Generate one, or enter one that you have under Secrets.</Text>}
      {query.error && !isNone && <ProblemNotice problem={query.error} />}
      {query.data && !query.error && <Shown bureau={bureau} ours={query.data} />}
    </Section>
  )
}

function Shown({ bureau, ours }: { bureau: Bureau; ours: OurKeyBody }) {
  return (
    <>
      <DetailList
        details={[
          ['Of', ours.userId],
          ['Expires', ours.expires ? dayWords(ours.expires) : 'never; it is replaced by another'],
        ]}
      />
      <div>
        <div className={styles.dim}>Fingerprint, to be compared over another way</div>
        <CopyLine what="the fingerprint" text={fingerprintWords(ours.fingerprint)} />
      </div>
      <Group gap="xs">
        <Button
          variant="default"
          size="xs"
          leftSection={<IconDownload size={15} stroke={1.6} aria-hidden />}
          onClick={() => saveFile(new File([ours.publicKey], `cardinal-${bureau.name}.asc`, { type: 'application/pgp-keys' }))}
        >
          Download the public key
        </Button>
      </Group>
    </>
  )
}

/** Asks first, for the bureau has to be given the new key before the old one is taken away. */
function Generate({ bureau, hasKey }: { bureau: Bureau; hasKey: boolean }) {
  const [open, { open: ask, close }] = useDisclosure(false)
  // One key for one question: an answer that is lost does not make a second OpenPGP key.
  const [repeat, setRepeat] = useState(newKey)
  const queries = useQueryClient()
  const making = useMutation({
    mutationFn: () => post<OurKeyBody>(`/bureau-definitions/${encodeURIComponent(bureau.name)}/openpgp-key`, {}, { key: repeat }),
    onSuccess: (made) => {
      close()
      queries.setQueryData(ourKeyQuery(bureau.name).queryKey, made)
      void queries.invalidateQueries({ queryKey: ['admin', 'bureaus'] })
      say('The key is made. Give the bureau its public part.')
    },
  })
  const start = () => {
    setRepeat(newKey())
    making.reset()
    ask()
  }
  const overlaps = bureau.secrets.some(({ name, enteredAt }) => name === 'pgp-key-previous' && enteredAt !== null)
  return (
    <>
      <Button variant="default" leftSection={<IconKey size={16} stroke={1.6} aria-hidden />} onClick={start}>
        {hasKey ? 'Generate another' : 'Generate an OpenPGP key'}
      </Button>
      <Dialog opened={open} onClose={close} title={hasKey ? 'Generate another OpenPGP key?' : 'Generate an OpenPGP key?'}>
        <Text size="sm">
          {hasKey
            ? 'From now on batches are signed with the new key, so give the bureau its public part at once. The key before is kept as the previous one: it still opens answers, until you end the overlap.'
            : 'A key is made here, with a passphrase that nobody ever sees. You are shown its public part, to give to the bureau.'}
        </Text>
        {overlaps && (
          <Text size="sm" mt="sm" fw={550}>
            There still is a previous key from the last change. It is lost, and answers that are encrypted for it cannot be opened any more.
          </Text>
        )}
        {making.error && (
          <div style={{ marginTop: 12 }}>
            <ProblemNotice problem={making.error} focus />
          </div>
        )}
        <Group justify="flex-end" mt="lg">
          <Button variant="default" onClick={close} data-autofocus>
            Cancel
          </Button>
          <Button loading={making.isPending} onClick={() => making.mutate()}>
            Generate the key
          </Button>
        </Group>
      </Dialog>
    </>
  )
}
