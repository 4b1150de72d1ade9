import { expect, it } from 'vitest'
import { hidden, shown } from './private-history.ts'

it('keeps what is searched for behind the part of an address that the browser sends', () => {
  expect(hidden('/operator/search?template=user&q=Berg')).toBe('/operator/search#?template=user&q=Berg')
  expect(hidden('/sign-in?back=%2Foperator%2Fsearch%3Fq%3DBerg')).toBe('/sign-in#?back=%2Foperator%2Fsearch%3Fq%3DBerg')
  expect(['/operator', '/operator/search', '/admin/bureaus/north?tab=general', '/operator/users/1#x'].map(hidden)).toEqual([
    '/operator',
    '/operator/search',
    '/admin/bureaus/north?tab=general',
    '/operator/users/1#x',
  ])
})

it('reads it back, and reads addresses of before', () => {
  const search = { href: '/operator/search?q=Berg', pathname: '/operator/search', search: '?q=Berg', hash: '' }
  expect(shown('/operator/search', '', '#?q=Berg')).toEqual(search)
  expect(shown('/operator/search', '?q=Berg', '')).toEqual(search)
  expect(shown('/admin', '', '#?q=Berg')).toEqual({ href: '/admin#?q=Berg', pathname: '/admin', search: '', hash: '#?q=Berg' })
})
