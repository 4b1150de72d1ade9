import { Button, Group, PasswordInput, Text, Textarea } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import type { Bureau } from '../../src/http/contract/bureau.ts'
import { put, remove } from '../parts/api.ts'
import { ProblemNotice } from '../parts/problem-notice.tsx'
import { Ago } from '../parts/time.tsx'
import styles from './bureau-secrets.module.css'
import { Dialog } from './dialog.tsx'
import { Section } from './page.tsx'
import { bureauQuery, ourKeyQuery } from './queries.ts'
import { say } from './say.ts'
import { type ShownSecret, shownSecrets } from './secret-words.ts'

/** What only the bureau and we know. It is entered and never shown again; what it takes the place of may overlap with it for a while. */
export function BureauSecrets({ bureau }: { bureau: Bureau }) {
  const shown = shownSecrets(bureau.secrets)
  return (
    <Section
      title="Secrets"
      means={
        shown.length === 0
          ? 'A folder needs none: whoever may write into it is known by that.'
          : 'They are stored encrypted and never shown again. They hold at once; no Save is needed.'
      }
    >
      {shown.length > 0 && (
        <ul className={styles.secrets}>
          {shown.map((one) => (
            <SecretLine key={one.secret.name} bureau={bureau} shown={one} />
          ))}
        </ul>
      )}
    </Section>
  )
}

type Asking = 'enter' | 'remove' | 'end' | null

function SecretLine({ bureau, shown }: { bureau: Bureau; shown: ShownSecret }) {
  const [asking, setAsking] = useState<Asking>(null)
  const { secret, title, previous } = shown
  const isEntered = secret.enteredAt !== null
  return (
    <li className={styles.secret}>
      <div className={styles.words}>
        <span className={styles.title}>{title}</span>
        <span className={styles.means}>{secret.means}.</span>
        <span className={styles.standing} data-entered={isEntered || undefined}>
          {secret.enteredAt ? (
            <>
              entered <Ago at={secret.enteredAt} /> by {secret.enteredBy}
            </>
          ) : (
            'not entered'
          )}
        </span>
        {previous?.enteredAt && (
          <span className={styles.previous}>
            The one before is still taken, kept <Ago at={previous.enteredAt} /> when it was replaced.{' '}
            <Button size="compact-xs" variant="subtle" onClick={() => setAsking('end')} aria-label={`End the overlap of ${title}`}>
              End the overlap
            </Button>
          </span>
        )}
      </div>
      <div className={styles.actions}>
        <Button size="xs" variant="default" onClick={() => setAsking('enter')} aria-label={`${isEntered ? 'Replace' : 'Enter'} ${title}`}>
          {isEntered ? 'Replace' : 'Enter'}
        </Button>
        {isEntered && (
          <Button size="xs" variant="subtle" color="gray" onClick={() => setAsking('remove')} aria-label={`Remove ${title}`}>
            Remove
          </Button>
        )}
      </div>
      <Dialog opened={asking === 'enter'} onClose={() => setAsking(null)} title={`${isEntered ? 'Replace' : 'Enter'}: ${title}`}>
        <Enter bureau={bureau} shown={shown} onDone={() => setAsking(null)} />
      </Dialog>
      <Dialog opened={asking === 'remove'} onClose={() => setAsking(null)} title={`Remove: ${title}?`}>
        <Forget
          bureau={bureau}
          names={[secret.name]}
          sentence="It is gone for good: nothing can be sent or read with it any more, until another is entered."
          button="Remove it"
          done={`${title} is removed.`}
          onDone={() => setAsking(null)}
        />
      </Dialog>
      <Dialog opened={asking === 'end'} onClose={() => setAsking(null)} title={`End the overlap: ${title}?`}>
        <Forget
          bureau={bureau}
          names={shown.ends}
          sentence="The one before is removed for good. What the bureau still makes with it is refused, so be sure that it has changed over."
          button="End the overlap"
          done="The overlap is ended. Only the present one is taken."
          onDone={() => setAsking(null)}
        />
      </Dialog>
    </li>
  )
}

function Enter({ bureau, shown, onDone }: { bureau: Bureau; shown: ShownSecret; onDone: () => void }) {
  const [value, setValue] = useState('')
  const { secret, title, overlaps } = shown
  const keep = useKeep(bureau)
  const entering = useMutation({
    mutationFn: () => put<Bureau>(`${placeOf(bureau)}/${secret.name}`, { value: shown.isLong ? value : value.trim() }, null),
    onSuccess: () => {
      onDone()
      keep()
      say(`${title} is entered.`)
    },
  })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (value.trim() !== '' && !entering.isPending) entering.mutate()
  }
  const common = { label: title, description: `${secret.means}.`, value, autoComplete: 'off', 'data-autofocus': true }
  return (
    <form onSubmit={submit}>
      {shown.isLong ? (
        <Textarea
          {...common}
          className={styles.long}
          autosize
          minRows={6}
          maxRows={10}
          maxLength={20_000}
          spellCheck={false}
          onChange={(event) => setValue(event.currentTarget.value)}
        />
      ) : (
        <PasswordInput
          {...common}
          autoComplete="new-password"
          maxLength={20_000}
          visibilityToggleButtonProps={{ 'aria-label': 'Show what is typed' }}
          onChange={(event) => setValue(event.currentTarget.value)}
        />
      )}
      <Text size="sm" c="dimmed" mt="sm">
        It is stored encrypted and never shown again.
        {overlaps &&
          secret.enteredAt !== null &&
          ' The present one is kept as the previous one while the bureau changes over, until you end the overlap.'}
      </Text>
      {entering.error && (
        <div className={styles.problem}>
          <ProblemNotice problem={entering.error} focus />
        </div>
      )}
      <Group justify="flex-end" mt="lg">
        <Button variant="default" onClick={onDone}>
          Cancel
        </Button>
        <Button type="submit" disabled={value.trim() === ''} loading={entering.isPending}>
          Enter it
        </Button>
      </Group>
    </form>
  )
}

function Forget({
  bureau,
  names,
  sentence,
  button,
  done,
  onDone,
}: {
  bureau: Bureau
  names: readonly string[]
  sentence: string
  button: string
  done: string
  onDone: () => void
}) {
  const keep = useKeep(bureau)
  const forgetting = useMutation({
    mutationFn: async () => {
      for (const name of names) await remove<Bureau>(`${placeOf(bureau)}/${name}`)
    },
    onSuccess: () => {
      onDone()
      say(done)
    },
    onSettled: keep,
  })
  return (
    <>
      <Text size="sm">{sentence}</Text>
      {forgetting.error && (
        <div className={styles.problem}>
          <ProblemNotice problem={forgetting.error} focus />
        </div>
      )}
      <Group justify="flex-end" mt="lg">
        <Button variant="default" onClick={onDone} data-autofocus>
          Cancel
        </Button>
        <Button loading={forgetting.isPending} onClick={() => forgetting.mutate()}>
          {button}
        </Button>
      </Group>
    </>
  )
}

const placeOf = ({ name }: Bureau): string => `/bureau-definitions/${encodeURIComponent(name)}/secrets`

/** The bureau, with what is entered now, is read again; so is our key, which may be another. */
function useKeep({ name }: Bureau): () => void {
  const queries = useQueryClient()
  return () => {
    void queries.invalidateQueries({ queryKey: bureauQuery(name).queryKey })
    void queries.invalidateQueries({ queryKey: ourKeyQuery(name).queryKey })
  }
}
