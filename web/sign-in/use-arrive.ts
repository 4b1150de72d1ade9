import { useQueryClient } from '@tanstack/react-query'
import { useNavigate, useRouter } from '@tanstack/react-router'
import type { SignedIn } from '../../src/http/contract/sign-in.ts'
import { meQuery } from '../parts/session.ts'

/** Where one comes to after signing in: where one wanted to be, or to what is still asked first. */
export function useArrive(back: string | undefined): (stage: SignedIn['stage']) => Promise<void> {
  const queries = useQueryClient()
  const router = useRouter()
  const navigate = useNavigate()
  return async (stage) => {
    const search = back && isOurs(back) ? { back } : {}
    if (stage === 'second-factor') return navigate({ to: '/sign-in/second-factor', search })
    if (stage === 'set-up') return navigate({ to: '/sign-in/set-up', search })
    const me = await queries.fetchQuery({ ...meQuery, staleTime: 0 })
    if (search.back) router.history.push(search.back)
    else await navigate({ to: me.areas.length > 0 ? '/operator' : me.adminGroups.length > 0 ? '/admin' : '/account' })
  }
}

/** A path of ours where one can go on, and not one that a browser reads as another host: it skips tabs, and takes a backslash for a slash. */
export const isOurs = (address: string): boolean => /^\/(?!\/)[^\\\s]*$/.test(address) && !/^\/(sign-in|welcome)/.test(address)
