import { Table } from '@mantine/core'
import { useMediaQuery } from '@mantine/hooks'
import { useNavigate, useParams } from '@tanstack/react-router'
import { useCatalog } from '../parts/catalog.ts'
import { TextLink } from '../parts/links.tsx'
import { StateChip } from '../parts/state-chip.tsx'
import { StateGraph } from '../parts/state-graph.tsx'
import { MoveList } from './move-list.tsx'
import { NotHere } from './not-here.tsx'
import { Page, Section } from './page.tsx'
import styles from './read-table.module.css'
import graph from './state-graph-page.module.css'

/** One state graph: drawn, and below it every state and every move with its meaning. */
export function StateGraphPage() {
  const { template: name } = useParams({ from: '/admin/state-graphs/$template' })
  const template = useCatalog().template(name)
  const navigate = useNavigate()
  const narrow = useMediaQuery('(max-width: 48em)', false, { getInitialValueInEffect: false })
  if (!template) return <NotHere />
  const params = { group: template.group, template: template.name }
  return (
    <Page
      title={`State graph of ${template.label}`}
      name={`State graph of ${template.label}`}
      means={
        <>
          Used by the template{' '}
          <TextLink to="/admin/$group/$template" params={params} underline="always">
            {template.label}
          </TextLink>
          . Choose a state to open its tab.
        </>
      }
    >
      <div className={graph.place}>
        <StateGraph
          template={template}
          direction={narrow ? 'down' : 'across'}
          onState={(state) => void navigate({ to: '/admin/$group/$template/$state', params: { ...params, state } })}
        />
      </div>
      <Section title="States">
        <div className={styles.scroll} tabIndex={0} role="group" aria-label="States">
          <Table className={styles.table} aria-label="States">
            <Table.Thead>
              <Table.Tr>
                <Table.Th>State</Table.Th>
                <Table.Th>Meaning</Table.Th>
                <Table.Th>Mark</Table.Th>
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {template.states.map((state) => (
                <Table.Tr key={state.name}>
                  <Table.Td>
                    <TextLink to="/admin/$group/$template/$state" params={{ ...params, state: state.name }} underline="never">
                      <StateChip template={template.name} state={state.name} />
                    </TextLink>
                  </Table.Td>
                  <Table.Td className={styles.sentence}>{state.means}</Table.Td>
                  <Table.Td className={styles.dim}>
                    {[state.name === template.initial && 'start', state.final && 'final'].filter(Boolean).join(', ')}
                  </Table.Td>
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        </div>
      </Section>
      <Section title="Moves" means="Nothing else changes a state.">
        <MoveList template={template} />
      </Section>
    </Page>
  )
}
