import { IconChevronRight } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { Link, useRouterState } from '@tanstack/react-router'
import { type CatalogLookup, useCatalog } from '../parts/catalog.ts'
import styles from './breadcrumb.module.css'
import { groups } from './groups.ts'
import { processLabel } from './process-label.ts'
import { batchQuery, bureauQuery, roleQuery } from './queries.ts'

interface Crumb {
  label: string
  to: string
}

/** Where one is: Home > Cards > Card > Processing. */
export function Breadcrumb({ className = '' }: { className?: string }) {
  const parts = useRouterState({ select: (state) => state.location.pathname })
    .split('/')
    .filter(Boolean)
  const catalog = useCatalog()
  // Only what a batch's or a bureau's own page has read already; the breadcrumb asks for nothing itself.
  const batch = useQuery({ ...batchQuery(parts[3] ?? ''), enabled: false }).data
  const bureau = useQuery({ ...bureauQuery(parts[2] ?? ''), enabled: false }).data?.body
  const role = useQuery({ ...roleQuery(parts[2] ?? ''), enabled: false }).data?.body
  const crumbs = crumbsOf(parts, catalog, batch ? `Batch ${batch.number}` : 'Batch', bureau?.definition.label, role?.role.label)
  return (
    <ol className={`${styles.crumbs} ${className}`}>
      {crumbs.map((crumb, at) => (
        <li key={crumb.to}>
          {at > 0 && <IconChevronRight size={14} stroke={1.6} aria-hidden />}
          {at === crumbs.length - 1 ? (
            <span aria-current="page">{crumb.label}</span>
          ) : (
            <Link to={crumb.to} className={styles.link}>
              {crumb.label}
            </Link>
          )}
        </li>
      ))}
    </ol>
  )
}

const rolePages: Readonly<Record<string, string>> = { new: 'New role', matrix: 'Permission matrix', why: 'Why' }

function crumbsOf(
  [, group, item, inner]: readonly string[],
  catalog: CatalogLookup,
  batch: string,
  bureau: string | undefined,
  role: string | undefined,
): Crumb[] {
  const home = { label: 'Home', to: '/admin' }
  const known = groups.find(({ name }) => name === group)
  if (!known) return [home]
  const crumbs = [home, { label: known.label, to: known.path }]
  if (item === undefined) return crumbs
  if (group === 'production') return [...crumbs, { label: batch, to: `/admin/production/batches/${inner}` }]
  const path = `/admin/${known.name}/${item}`
  if (group === 'roles') return [...crumbs, { label: rolePages[item] ?? role ?? item, to: path }]
  if (group === 'bureaus') return [...crumbs, { label: item === 'new' ? 'New bureau' : (bureau ?? item), to: path }]
  crumbs.push({ label: (group === 'processes' ? processLabel(catalog, item) : catalog.template(item)?.label) ?? item, to: path })
  if (inner !== undefined) crumbs.push({ label: catalog.state(item, inner).label, to: `${path}/${inner}` })
  return crumbs
}
