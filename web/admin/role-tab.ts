/** The tabs of a role's page. They differ in the search of one address, so that a draft lives on from one to the other. */
export const roleTabs = ['permissions', 'hidden', 'holders', 'versions'] as const
export type RoleTab = (typeof roleTabs)[number]

/** Permissions is the page itself. */
export function readRoleTab(search: Record<string, unknown>): { tab?: Exclude<RoleTab, 'permissions'> } {
  const { tab } = search
  return tab === 'hidden' || tab === 'holders' || tab === 'versions' ? { tab } : {}
}
