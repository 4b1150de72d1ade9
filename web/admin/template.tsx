import { Outlet, useParams } from '@tanstack/react-router'
import { useCatalog } from '../parts/catalog.ts'
import { stateColour } from '../parts/state-colour.ts'
import { LinkTabs } from './link-tabs.tsx'
import { NotHere } from './not-here.tsx'
import { Page } from './page.tsx'

/** A template: a General tab, and one tab for each state of its graph. */
export function Template() {
  const { group, template: name, state } = useParams({ strict: false })
  const template = useCatalog().template(name)
  if (!template || template.group !== group) return <NotHere />
  const path = `/admin/${template.group}/${template.name}`
  const current = template.states.find((one) => one.name === state)
  if (state && !current) return <NotHere />
  return (
    <Page title={template.label} name={current ? `${template.label} › ${current.label}` : template.label} means={template.means}>
      <LinkTabs
        label={`Tabs of ${template.label}`}
        current={state ? `${path}/${state}` : path}
        tabs={[
          { label: 'General', to: path },
          ...template.states.map((one) => ({
            label: one.label,
            to: `${path}/${one.name}`,
            dot: stateColour(one.colour).dot,
            square: one.final,
          })),
        ]}
      >
        <Outlet />
      </LinkTabs>
    </Page>
  )
}
