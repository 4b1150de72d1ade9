import { useParams } from '@tanstack/react-router'
import type { Template } from '../../src/http/contract/catalog.ts'
import { useCatalog } from '../parts/catalog.ts'
import { TextLink } from '../parts/links.tsx'
import { StateChip } from '../parts/state-chip.tsx'
import { CommandsEditor } from './commands-editor.tsx'
import { DetailList } from './detail-list.tsx'
import { FieldList } from './field-list.tsx'
import { Loaded } from './loaded.tsx'
import { Section } from './page.tsx'
import { CommandsSkeleton, useCommands } from './template-state.tsx'

/** The General tab: what the template is, how an instance of it comes to be, and its fields. */
export function TemplateGeneral() {
  const { template: name } = useParams({ strict: false })
  const template = useCatalog().template(name)
  return template ? <General key={template.name} template={template} /> : null
}

function General({ template }: { template: Template }) {
  const query = useCommands(template.name, 'new')
  const called = template.label.toLowerCase()
  return (
    <Loaded query={query} skeleton={<CommandsSkeleton />}>
      {({ latest, attachable }) => (
        <CommandsEditor
          template={template.name}
          state="new"
          latest={latest}
          attachable={attachable}
          words={{
            title: 'New-Process',
            means: `The processes that create a ${called}. Operators find them on HOME, and on SEARCH with ${template.label} chosen.`,
            empty: `No process creates a ${called} from here.`,
            preview: `In Operator, HOME would show for ${template.plural.toLowerCase()}:`,
            previewEmpty: `Nothing that creates a ${called}.`,
            of: `New-Process of ${template.label}`,
          }}
        >
          <Section title="Template">
            <DetailList
              details={[
                ['Name', template.label],
                ['Description', template.means],
                [
                  'State graph',
                  <TextLink key="graph" to="/admin/state-graphs/$template" params={{ template: template.name }}>
                    {template.label} ({template.states.length} states, {template.moves.length} moves)
                  </TextLink>,
                ],
                ['Begins in', <StateChip key="initial" template={template.name} state={template.initial} />],
                ['Collection in the API', <code key="path">/api/v1/{template.path}</code>],
              ]}
            />
          </Section>
          <Section title="Fields" means="The fields of the default form.">
            <FieldList schema={template.form} />
          </Section>
        </CommandsEditor>
      )}
    </Loaded>
  )
}
