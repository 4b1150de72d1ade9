import { IconHome2 } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useCatalog } from '../parts/catalog.ts'
import { numberWords } from '../parts/number-words.ts'
import { useCounts, useGroups } from './groups.ts'
import { bureausQuery } from './queries.ts'
import { templateGroups } from './template-groups.ts'
import styles from './tree.module.css'

/** Home as a tree: its groups with their counts, and below them the templates and the bureaus. */
export function Tree() {
  const groups = useGroups()
  const counts = useCounts()
  const { templates } = useCatalog()
  return (
    <nav aria-label="Home">
      <Link to="/admin" className={styles.item} activeOptions={{ exact: true }} activeProps={{ 'aria-current': 'page' }}>
        <IconHome2 size={17} stroke={1.6} aria-hidden />
        <span className={styles.label}>Home</span>
      </Link>
      <ul className={styles.groups}>
        {groups.map((group) => (
          <li key={group.name}>
            <Link to={group.path} className={styles.item} activeOptions={{ exact: true }} activeProps={{ 'aria-current': 'page' }}>
              <group.icon size={17} stroke={1.6} aria-hidden />
              <span className={styles.label}>{group.label}</span>
              {counts[group.name] !== undefined && (
                <span className={styles.count}>
                  {numberWords(counts[group.name] ?? 0)}
                  <span className={styles.hidden}> {counts[group.name] === 1 ? 'item' : 'items'}</span>
                </span>
              )}
            </Link>
            {templateGroups.includes(group.name) && (
              <ul>
                {templates
                  .filter((template) => template.group === group.name)
                  .map((template) => (
                    <li key={template.name}>
                      <Link
                        to="/admin/$group/$template"
                        params={{ group: group.name, template: template.name }}
                        className={`${styles.item} ${styles.inner}`}
                        activeProps={{ 'aria-current': 'page' }}
                      >
                        <span className={styles.label}>{template.label}</span>
                      </Link>
                    </li>
                  ))}
              </ul>
            )}
            {group.name === 'bureaus' && <Bureaus />}
          </li>
        ))}
      </ul>
    </nav>
  )
}

function Bureaus() {
  // The count beside the group reads the same.
  const items = useQuery(bureausQuery).data?.items ?? []
  return (
    <ul>
      {items.map(({ name, definition }) => (
        <li key={name}>
          <Link
            to="/admin/bureaus/$bureau"
            params={{ bureau: name }}
            className={`${styles.item} ${styles.inner}`}
            activeOptions={{ includeSearch: false }}
            activeProps={{ 'aria-current': 'page' }}
          >
            <span className={styles.label}>{definition.label}</span>
          </Link>
        </li>
      ))}
    </ul>
  )
}
