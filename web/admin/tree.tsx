import { IconHome2 } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import { useCatalog } from '../parts/catalog.ts'
import { numberWords } from '../parts/number-words.ts'
import { useCounts, useGroups } from './groups.ts'
import styles from './tree.module.css'

/** Home as a tree: its groups with their counts, and the templates under Identities and Cards. */
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
            {(group.name === 'identities' || group.name === 'cards') && (
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
          </li>
        ))}
      </ul>
    </nav>
  )
}
