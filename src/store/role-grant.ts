import type { Scope } from '../engine/permit.ts'
import type { Queryable, Transaction } from './database.ts'

/** What an account was given, by whom and for how long. */
export interface RoleGrant {
  readonly id: string
  readonly accountId: string
  readonly role: string
  readonly scope: Scope
  readonly unit: string | null
  /** The last day, as 2027-03-31; null without an end. */
  readonly until: string | null
  readonly grantedBy: string | null
  readonly grantedAt: Date
}

/** The grants of these accounts, also those that have run out. */
export const grantsOf = (db: Queryable, accountIds: readonly string[]): Promise<RoleGrant[]> =>
  db.query<RoleGrant & Record<string, unknown>>(
    `select g.id, g.account_id as "accountId", g.role, g.scope, g.unit, to_char(g.until, 'YYYY-MM-DD') as until, g.granted_by as "grantedBy",
       g.granted_at as "grantedAt" from role_grant g where g.account_id = any($1::uuid[]) order by g.role, g.scope, g.unit`,
    [accountIds],
  )

/**
 * Gives grants; one that is there already gets the new end. A new revision of the definitions comes of it, so that every leg from now on
 * reads anew what its actor holds.
 */
export async function insertGrants(tx: Transaction, grants: readonly RoleGrant[]): Promise<void> {
  await tx.query(
    `insert into role_grant (id, account_id, role, scope, unit, until, granted_by, granted_at)
     select (g->>'id')::uuid, (g->>'accountId')::uuid, g->>'role', g->>'scope', g->>'unit', (g->>'until')::date, (g->>'grantedBy')::uuid, (g->>'grantedAt')::timestamptz
     from jsonb_array_elements($1::jsonb) as given(g)
     on conflict (account_id, role, scope, coalesce(unit, ''), coalesce(provider, '')) do update set until = excluded.until, granted_by = excluded.granted_by, granted_at = excluded.granted_at`,
    [JSON.stringify(grants)],
  )
  await tellOfGrants(
    tx,
    grants.map(({ accountId }) => accountId),
  )
}

/** Takes a role, in every scope, from these accounts. Returns the accounts that had it. */
export async function deleteGrants(tx: Transaction, accountIds: readonly string[], role: string): Promise<Set<string>> {
  const rows = await tx.query<{ account_id: string }>(
    'delete from role_grant where account_id = any($1::uuid[]) and role = $2 returning account_id',
    [accountIds, role],
  )
  const had = new Set(rows.map((row) => row.account_id))
  if (had.size > 0) await tellOfGrants(tx, [...had])
  return had
}

/** Writes anew what lists show, and makes a new revision. */
async function tellOfGrants(tx: Transaction, accountIds: readonly string[]): Promise<void> {
  await tx.query(
    `update account set held = coalesce((select string_agg(distinct g.role, ', ' order by g.role) from role_grant g where g.account_id = account.id), '')
     where id = any($1::uuid[])`,
    [accountIds],
  )
  await tx.query('update definition_revision set revision = revision + 1')
  await tx.query(`select pg_notify('definitions', '')`)
}

/** The active accounts of people, besides these, that hold a role everywhere and without an end. */
export async function othersWhoHold(db: Queryable, role: string, besides: readonly string[]): Promise<number> {
  const [found] = await db.query<{ count: number }>(
    `select count(distinct a.id) as count from account a join role_grant g on g.account_id = a.id
     where g.role = $1 and g.scope = 'all' and g.until is null and a.kind = 'person' and a.state = 'active' and a.id <> all($2::uuid[])`,
    [role, besides],
  )
  return found?.count ?? 0
}

/** How many people with an active account, besides the accounts given, hold one of these roles or permissions on this day. */
export async function countHolders(db: Queryable, roles: readonly string[], day: string, besides: readonly string[]): Promise<number> {
  const [found] = await db.query<{ count: number }>(
    `select count(distinct coalesce(a.person_id, a.id)) as count from account a join role_grant g on g.account_id = a.id
     where g.role = any($1::text[]) and (g.until is null or g.until >= $2::date) and a.kind = 'person' and a.state = 'active' and a.id <> all($3::uuid[])`,
    [roles, day, besides],
  )
  return found?.count ?? 0
}

/** A grant that came with the claims of an identity provider. */
export type ClaimedGrant = Pick<RoleGrant, 'role' | 'scope' | 'unit'>

/**
 * Makes the grants of an account that came from a provider those that it claims now, and leaves all others alone. Returns whether any were
 * given or taken; only then is there a new revision.
 */
export async function writeClaimedGrants(
  tx: Transaction,
  accountId: string,
  provider: string,
  grants: readonly (ClaimedGrant & { readonly id: string })[],
  now: Date,
): Promise<boolean> {
  const claimed = `select (g->>'id')::uuid as id, g->>'role' as role, g->>'scope' as scope, g->>'unit' as unit from jsonb_array_elements($3::jsonb) as given(g)`
  const taken = await tx.query(
    `delete from role_grant h where h.account_id = $1 and h.provider = $2
       and not exists (select from (${claimed}) c where c.role = h.role and c.scope = h.scope and c.unit is not distinct from h.unit) returning id`,
    [accountId, provider, JSON.stringify(grants)],
  )
  const given = await tx.query(
    `insert into role_grant (id, account_id, role, scope, unit, provider, granted_at)
     select id, $1, role, scope, unit, $2, $4 from (${claimed}) c on conflict do nothing returning id`,
    [accountId, provider, JSON.stringify(grants), now],
  )
  if (taken.length + given.length === 0) return false
  await tellOfGrants(tx, [accountId])
  return true
}
