import { Skeleton, Stack } from '@mantine/core'
import { useQueries } from '@tanstack/react-query'
import { useParams } from '@tanstack/react-router'
import type { Template } from '../../src/http/contract/catalog.ts'
import { type State, useCatalog } from '../parts/catalog.ts'
import { StateChip } from '../parts/state-chip.tsx'
import { CommandsEditor } from './commands-editor.tsx'
import { FieldList } from './field-list.tsx'
import { Loaded } from './loaded.tsx'
import { MoveList } from './move-list.tsx'
import { Section } from './page.tsx'
import { attachableQuery, commandsQuery } from './queries.ts'
import styles from './template-state.module.css'

/** The tab of one state: its Additional Commands, its default form, and the moves that lead out of it. */
export function TemplateState() {
  const params = useParams({ strict: false })
  const template = useCatalog().template(params.template)
  const state = template?.states.find((one) => one.name === params.state)
  // The template around it says when there is no such state.
  return template && state ? <StateTab key={`${template.name}/${state.name}`} template={template} state={state} /> : null
}

function StateTab({ template, state }: { template: Template; state: State }) {
  const query = useCommands(template.name, state.name)
  const called = `${/^[aeio]/i.test(template.label) ? 'an' : 'a'} ${template.label.toLowerCase()} in ${state.label}`
  return (
    <>
      <p className={styles.meaning}>
        <StateChip template={template.name} state={state.name} />
        {state.means}
        {state.final && ' This state is final: no move leads out of it.'}
      </p>
      <Loaded query={query} skeleton={<CommandsSkeleton />}>
        {({ latest, attachable }) => (
          <CommandsEditor
            template={template.name}
            state={state.name}
            latest={latest}
            attachable={attachable}
            words={{
              title: 'Additional Commands',
              means: `What an operator is offered on ${called}, in this order.`,
              empty: 'Nothing is attached here, so operators are offered no command in this state.',
              preview: `In Operator, ${called} would show:`,
              previewEmpty: 'No command is offered in this state.',
              of: `the commands of ${state.label}`,
            }}
          >
            <Section title="Form: Default" means={`Shows ${called}.`}>
              <FieldList schema={template.form} />
            </Section>
            <Section title="Moves out of this state" means="What can happen next, and by which process.">
              <MoveList template={template} from={state.name} />
            </Section>
          </CommandsEditor>
        )}
      </Loaded>
    </>
  )
}

/** The rows and what could be attached, read together: a grid without its drop-down would be half a page. */
export function useCommands(template: string, state: string) {
  return useQueries({
    queries: [commandsQuery(template, state), attachableQuery(template, state)],
    combine: ([commands, attachable]) => ({
      data: commands.data && attachable.data ? { latest: commands.data, attachable: attachable.data } : undefined,
      error: commands.error ?? attachable.error,
      refetch: () => Promise.all([commands.refetch(), attachable.refetch()]).then(([answer]) => answer),
    }),
  })
}

export function CommandsSkeleton() {
  return (
    <Stack gap={10} maw={860}>
      <Skeleton h={44} w={360} />
      <Skeleton h={86} radius="lg" />
      <Skeleton h={20} w={160} mt={22} />
      <Skeleton h={220} />
    </Stack>
  )
}
