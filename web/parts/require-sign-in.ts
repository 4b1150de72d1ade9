/** The guard before both apps: nobody sees a screen without a session, and after signing in one is where one wanted to be. */
import { redirect } from '@tanstack/react-router'
import type { RouteContext } from '../root-route.tsx'
import { Problem } from './api.ts'
import { catalogQuery } from './catalog.ts'
import { meQuery } from './session.ts'

/** For `beforeLoad` of an app's first route. */
export async function requireSignIn({ context, location }: { context: RouteContext; location: { href: string } }): Promise<void> {
  try {
    await Promise.all([context.queries.ensureQueryData(meQuery), context.queries.ensureQueryData(catalogQuery)])
  } catch (error) {
    if (error instanceof Problem && error.status === 401) throw redirect(wayToSignIn(error, location.href))
    throw error
  }
}

/** Where whoever is not signed in, or not quite, has to go, and back from there. Of a session that was ended, why stays in sight. */
export function wayToSignIn(problem: Problem, back: string) {
  const search = { back }
  if (problem.code === 'second_factor_needed') return { to: '/sign-in/second-factor', search } as const
  if (problem.code === 'set_up_needed') return { to: '/sign-in/set-up', search } as const
  const why = { code: problem.code, sentence: problem.message, remedy: problem.remedy }
  return { to: '/sign-in', search, ...(problem.code === 'session_ended' && { state: { why } }) } as const
}
