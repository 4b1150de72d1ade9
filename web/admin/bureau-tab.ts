/** The tabs of a bureau's page. They differ in the search of one address, so that a draft lives on from one to the other. */
export const bureauTabs = ['general', 'connection', 'layouts'] as const
export type BureauTab = (typeof bureauTabs)[number]

/** General is the page itself. */
export function readBureauTab(search: Record<string, unknown>): { tab?: Exclude<BureauTab, 'general'> } {
  return search.tab === 'connection' || search.tab === 'layouts' ? { tab: search.tab } : {}
}
