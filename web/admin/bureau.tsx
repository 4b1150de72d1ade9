import { Skeleton, Stack } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useParams } from '@tanstack/react-router'
import { Problem } from '../parts/api.ts'
import { BureauEditor } from './bureau-editor.tsx'
import { BureauHead } from './bureau-head.tsx'
import { Loaded } from './loaded.tsx'
import { NotHere } from './not-here.tsx'
import { Page } from './page.tsx'
import { bureauQuery } from './queries.ts'

/** One bureau: what it is, how it is reached, and in which layouts it is sent cards. */
export function Bureau() {
  const { bureau: name } = useParams({ from: '/admin/bureaus/$bureau' })
  const query = useQuery(bureauQuery(name))
  if (query.error instanceof Problem && query.error.status === 404) return <NotHere />
  const label = query.data?.body.definition.label
  return (
    <Page
      title={label ?? <Skeleton h={28} w={180} />}
      name={label ?? 'Bureau'}
      means={query.data ? <BureauHead bureau={query.data.body} /> : <Skeleton h={14} w={320} my={4} />}
    >
      <Loaded query={query} skeleton={<BureauSkeleton />}>
        {(latest) => <BureauEditor key={name} name={name} latest={latest} />}
      </Loaded>
    </Page>
  )
}

function BureauSkeleton() {
  return (
    <Stack gap={24} maw={640}>
      <Skeleton h={38} w={280} />
      {Array.from({ length: 4 }, (_, at) => (
        <Skeleton key={at} h={64} />
      ))}
    </Stack>
  )
}
