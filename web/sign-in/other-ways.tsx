import { Button } from '@mantine/core'
import { IconCertificate, IconLogin2 } from '@tabler/icons-react'
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import type { SignInWays } from '../../src/http/contract/account.ts'
import type { SignedIn } from '../../src/http/contract/sign-in.ts'
import { post } from '../parts/api.ts'
import { begin } from '../parts/session.ts'
import { When } from '../parts/time.tsx'
import classes from './sign-in.module.css'
import { waysQuery } from './ways-query.ts'

/** The identity providers, each with what is wrong with it, and the certificate of the browser. */
export function OtherWays({
  ways,
  back,
  onProblem,
  onArrive,
}: {
  ways: SignInWays
  back: string | undefined
  onProblem: (problem: unknown) => void
  onArrive: (stage: SignedIn['stage']) => Promise<void>
}) {
  const queries = useQueryClient()
  const [busy, setBusy] = useState<string>()
  const perform = async (way: string, work: () => Promise<void>) => {
    setBusy(way)
    onProblem(undefined)
    try {
      await work()
    } catch (error) {
      onProblem(error)
      setBusy(undefined)
      void queries.invalidateQueries({ queryKey: waysQuery.queryKey })
    }
  }
  const leave = async (name: string) => {
    const { address } = await post<{ address: string }>(`/sign-in/providers/${encodeURIComponent(name)}`, { ...(back && { back }) })
    window.location.assign(address)
  }
  return (
    <>
      {ways.providers.map(({ name, label, downSince, why }) => (
        <div key={name} className={classes.ways}>
          <Button
            variant="default"
            size="md"
            fullWidth
            leftSection={<IconLogin2 size={18} stroke={1.6} />}
            loading={busy === name}
            onClick={() => void perform(name, () => leave(name))}
          >
            {downSince ? `Try ${label} again` : `Sign in with ${label}`}
          </Button>
          {downSince && (
            <p className={classes.down}>
              {label} cannot be reached since <When at={downSince} />. {why}
            </p>
          )}
        </div>
      ))}
      {ways.certificate && (
        <Button
          variant="default"
          size="md"
          fullWidth
          leftSection={<IconCertificate size={18} stroke={1.6} />}
          loading={busy === 'certificate'}
          onClick={() =>
            void perform('certificate', async () => {
              await onArrive(begin(queries, await post<SignedIn>('/sign-in/certificate')).stage)
            })
          }
        >
          Sign in with a certificate
        </Button>
      )}
    </>
  )
}
