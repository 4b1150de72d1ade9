import { useCatalog } from '../parts/catalog.ts'
import { TextLink } from '../parts/links.tsx'
import styles from './attached-to.module.css'

/** The states a process is attached to, each a link to the tab where that was done. */
export function AttachedTo({ attachedTo }: { attachedTo: readonly { template: string; state: string }[] }) {
  const catalog = useCatalog()
  if (attachedTo.length === 0) return <span className={styles.none}>nowhere</span>
  return (
    <span className={styles.states}>
      {attachedTo.map(({ template, state }) => {
        const known = catalog.template(template)
        const params = { group: known?.group ?? 'cards', template }
        return state === 'new' ? (
          <TextLink key={`${template} new`} to="/admin/$group/$template" params={params}>
            {known?.label ?? template} › New-Process
          </TextLink>
        ) : (
          <TextLink key={`${template} ${state}`} to="/admin/$group/$template/$state" params={{ ...params, state }}>
            {known?.label ?? template} › {catalog.state(template, state).label}
          </TextLink>
        )
      })}
    </span>
  )
}
