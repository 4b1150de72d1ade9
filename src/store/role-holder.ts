/** Who holds what, as it is asked of many accounts at once. */
import type { Scope } from '../engine/permit.ts'
import type { Queryable } from './database.ts'

/** How many accounts hold a role now, for each scope; a role that nobody holds is absent. */
export interface HeldCount {
  readonly role: string
  readonly scope: Scope
  readonly count: number
}

/** Counts grants that have not run out on this day, such as 2026-11-25. */
export const countHolders = (db: Queryable, day: string): Promise<HeldCount[]> =>
  db.query<HeldCount & Record<string, unknown>>(
    `select role, scope, count(distinct account_id)::integer as count from role_grant where until is null or until >= $1::date group by role, scope`,
    [day],
  )

/** How many accounts hold each role now, whatever the scope. */
export async function countAccountsByRole(db: Queryable, day: string): Promise<Map<string, number>> {
  const rows = await db.query<{ role: string; count: number }>(
    `select role, count(distinct account_id)::integer as count from role_grant where until is null or until >= $1::date group by role`,
    [day],
  )
  return new Map(rows.map(({ role, count }) => [role, count]))
}

/** A grant with whose it is and who gave it, by the names of their accounts. */
export interface NamedGrant {
  readonly id: string
  readonly accountId: string
  readonly accountName: string
  readonly displayName: string
  readonly state: string
  readonly role: string
  readonly scope: Scope
  readonly unit: string | null
  readonly until: string | null
  /** Null where nobody is known to have given it. */
  readonly grantedBy: string | null
  readonly grantedAt: Date
}

const NAMED = `select g.id, g.account_id as "accountId", a.name as "accountName", a.display_name as "displayName", a.state, g.role, g.scope, g.unit,
  to_char(g.until, 'YYYY-MM-DD') as until, b.display_name as "grantedBy", g.granted_at as "grantedAt"
  from role_grant g join account a on a.id = g.account_id left join account b on b.id = g.granted_by`

/** Who holds a role, also where it has run out, by name; at most `limit`. */
export const holdersOf = (db: Queryable, role: string, limit: number): Promise<NamedGrant[]> =>
  db.query<NamedGrant & Record<string, unknown>>(
    `${NAMED} where g.role = $1 order by lower(a.display_name), a.id, g.scope, g.unit limit $2`,
    [role, limit],
  )

/** Everything that these accounts were granted, also what has run out. */
export const namedGrantsOf = (db: Queryable, accountIds: readonly string[]): Promise<NamedGrant[]> =>
  db.query<NamedGrant & Record<string, unknown>>(`${NAMED} where g.account_id = any($1::uuid[]) order by g.role, g.scope, g.unit`, [
    accountIds,
  ])
