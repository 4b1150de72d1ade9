import { Skeleton } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { ProblemNotice } from '../parts/problem-notice.tsx'
import { whyQuery } from '../parts/why-query.ts'
import { WhySteps } from '../parts/why-steps.tsx'

/** Step by step, why whoever is signed in may not give a command to an object. */
export function WhyNot({ useCase, object }: { useCase: string; object: string }) {
  const { data, error } = useQuery(whyQuery({ useCase, object }))
  if (error && !data) return <ProblemNotice problem={error} tone="bad" />
  return data ? <WhySteps why={data} /> : <Skeleton height={120} />
}
