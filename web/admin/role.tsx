import { Skeleton, Stack } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useParams } from '@tanstack/react-router'
import { Problem } from '../parts/api.ts'
import { Loaded } from './loaded.tsx'
import { NotHere } from './not-here.tsx'
import { Page } from './page.tsx'
import { PreviewAs } from './preview-as.tsx'
import { permissionsQuery, roleQuery } from './queries.ts'
import { RoleEditor } from './role-editor.tsx'
import { originWords } from './role-list.tsx'

/** One role: what it opens, sees and starts, what it hides, who holds it, and how it came to be so. */
export function Role() {
  const { role: name } = useParams({ from: '/admin/roles/$role' })
  const query = useQuery(roleQuery(name))
  const choices = useQuery(permissionsQuery)
  if (query.error instanceof Problem && query.error.status === 404) return <NotHere />
  const line = query.data?.body
  const both = {
    data: query.data && choices.data ? { latest: query.data, choices: choices.data.items } : undefined,
    error: query.error ?? choices.error,
    refetch: () => Promise.all([query.refetch(), choices.refetch()]),
  }
  return (
    <Page
      title={line?.role.label ?? <Skeleton h={28} w={180} />}
      name={line?.role.label ?? 'Role'}
      means={
        line ? (
          `${line.role.means} ${line.role.symbol}, ${originWords[line.origin]}${line.role.retired ? ', out of use' : ''}.`
        ) : (
          <Skeleton h={14} w={320} my={4} />
        )
      }
      actions={line && !line.ofSystem && <PreviewAs role={name} label={line.role.label} />}
    >
      <Loaded query={both} skeleton={<RoleSkeleton />}>
        {({ latest, choices: items }) => <RoleEditor key={name} name={name} latest={latest} choices={items} />}
      </Loaded>
    </Page>
  )
}

export function RoleSkeleton() {
  return (
    <Stack gap={24}>
      <Skeleton h={38} w={360} />
      {Array.from({ length: 5 }, (_, at) => (
        <Skeleton key={at} h={72} />
      ))}
    </Stack>
  )
}
