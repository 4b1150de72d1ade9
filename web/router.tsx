/** All addresses of the web: Sign-in, Operator and Admin. Each screen is a chunk of its own. */
import type { QueryClient } from '@tanstack/react-query'
import { createRoute, createRouter, lazyRouteComponent, redirect } from '@tanstack/react-router'
import { adminRoutes } from './admin/routes.tsx'
import { operatorRoutes } from './operator/routes.tsx'
import { privateHistory } from './private-history.ts'
import { rootRoute } from './root-route.tsx'

const homeRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/',
  beforeLoad: () => {
    throw redirect({ to: '/operator' })
  },
})

const signInRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/sign-in',
  validateSearch: (search: Record<string, unknown>): { back?: string } => (typeof search.back === 'string' ? { back: search.back } : {}),
  component: lazyRouteComponent(() => import('./sign-in/sign-in.tsx'), 'SignIn'),
})

const routeTree = rootRoute.addChildren([homeRoute, signInRoute, operatorRoutes, adminRoutes])

export function makeRouter(queries: QueryClient) {
  return createRouter({
    routeTree,
    history: privateHistory(),
    context: { queries },
    defaultPreload: 'intent',
    defaultPreloadStaleTime: 0,
    scrollRestoration: true,
    // What is in an address is text, written plainly: `?state=processing&q=10482`.
    parseSearch: (text) => Object.fromEntries(new URLSearchParams(text)),
    stringifySearch: (search) => {
      const members = Object.entries(search).filter(([, value]) => value !== undefined && value !== null && value !== '')
      const text = new URLSearchParams(members.map(([name, value]) => [name, String(value)])).toString()
      return text ? `?${text}` : ''
    },
  })
}

declare module '@tanstack/react-router' {
  interface Register {
    router: ReturnType<typeof makeRouter>
  }
  interface HistoryState {
    /** Where a run was started from, so that Cancel leads back there. */
    back?: string
  }
}
