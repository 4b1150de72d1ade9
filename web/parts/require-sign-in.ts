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
    if (error instanceof Problem && error.status === 401) throw redirect({ to: '/sign-in', search: { back: location.href } })
    throw error
  }
}
