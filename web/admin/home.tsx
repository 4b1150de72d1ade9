import { Link } from '@tanstack/react-router'
import { numberWords } from '../parts/number-words.ts'
import { useMe } from '../parts/session.ts'
import { useCounts, useGroups } from './groups.ts'
import styles from './home.module.css'
import { Page } from './page.tsx'

/** Home: the groups this person may use, each with what it is for. */
export function Home() {
  const me = useMe()
  const groups = useGroups()
  const counts = useCounts()
  return (
    <Page title="Home" name="Home" means={me && `What ${me.organisation} issues, and how.`}>
      <ul className={styles.groups}>
        {groups.map((group) => (
          <li key={group.name} className={styles.group}>
            <group.icon size={22} stroke={1.5} aria-hidden />
            <div>
              <Link to={group.path}>{group.label}</Link>
              {counts[group.name] !== undefined && <span className={styles.count}>{numberWords(counts[group.name] ?? 0)}</span>}
              <p>{group.means}</p>
            </div>
          </li>
        ))}
      </ul>
    </Page>
  )
}
