/** What the page Why asks, as it stands in the address: it can be sent to a colleague. */
export interface WhyAsked {
  account?: string
  useCase?: string
  object?: string
}

export function readWhyAsked(search: Record<string, unknown>): WhyAsked {
  const text = (name: keyof WhyAsked) => (typeof search[name] === 'string' && search[name] !== '' ? { [name]: search[name] } : {})
  return { ...text('account'), ...text('useCase'), ...text('object') }
}
