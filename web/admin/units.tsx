import { Skeleton, Stack } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Loaded } from './loaded.tsx'
import { Page } from './page.tsx'
import { unitsQuery } from './queries.ts'
import { UnitsEditor } from './units-editor.tsx'

/** Home > Units: the parts of the organisation, each with those below it. */
export function Units() {
  const query = useQuery(unitsQuery)
  return (
    <Page
      title="Units"
      name="Units"
      means="A role that is held for a unit reaches the users and cards of that unit and of those below it. Who is in a unit stands with the users: to rename one here does not rename it there."
    >
      <Loaded query={query} skeleton={<UnitsSkeleton />}>
        {(latest) => <UnitsEditor latest={latest} />}
      </Loaded>
    </Page>
  )
}

function UnitsSkeleton() {
  return (
    <Stack gap={10} maw={760}>
      {Array.from({ length: 8 }, (_, at) => (
        <Skeleton key={at} h={36} ml={(at % 3) * 24} />
      ))}
    </Stack>
  )
}
