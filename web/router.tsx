/** All addresses of the web: Sign-in, Operator and Admin. Each screen is a chunk of its own. */
import type { QueryClient } from '@tanstack/react-query'
import { createRoute, createRouter, lazyRouteComponent, redirect } from '@tanstack/react-router'
import type { Refusal } from '../src/http/contract/refusal.ts'
import { accountQuery } from './account/account-query.ts'
import { adminRoutes } from './admin/routes.tsx'
import { operatorRoutes } from './operator/routes.tsx'
import { requireSignIn } from './parts/require-sign-in.ts'
import { privateHistory } from './private-history.ts'
import { rootRoute } from './root-route.tsx'

const homeRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/',
  beforeLoad: () => {
    throw redirect({ to: '/operator' })
  },
})

const withBack = (search: Record<string, unknown>): { back?: string } => (typeof search.back === 'string' ? { back: search.back } : {})

const signInRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/sign-in',
  validateSearch: (search: Record<string, unknown>): { back?: string; refused?: string } => ({
    ...withBack(search),
    ...(typeof search.refused === 'string' && { refused: search.refused }),
  }),
  component: lazyRouteComponent(() => import('./sign-in/sign-in.tsx'), 'SignIn'),
})

const secondFactorRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/sign-in/second-factor',
  validateSearch: withBack,
  component: lazyRouteComponent(() => import('./sign-in/second-factor.tsx'), 'SecondFactor'),
})

const setUpRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/sign-in/set-up',
  validateSearch: withBack,
  component: lazyRouteComponent(() => import('./sign-in/set-up.tsx'), 'SetUp'),
})

const forgottenRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/sign-in/forgotten',
  component: lazyRouteComponent(() => import('./sign-in/forgotten.tsx'), 'Forgotten'),
})

const welcomeRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/welcome',
  component: lazyRouteComponent(() => import('./sign-in/welcome.tsx'), 'Welcome'),
})

const accountRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/account',
  beforeLoad: requireSignIn,
  loader: ({ context }) => void context.queries.prefetchQuery(accountQuery),
  component: lazyRouteComponent(() => import('./account/account.tsx'), 'Account'),
})

const routeTree = rootRoute.addChildren([
  homeRoute,
  signInRoute,
  secondFactorRoute,
  setUpRoute,
  forgottenRoute,
  welcomeRoute,
  accountRoute,
  operatorRoutes,
  adminRoutes,
])

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
    /** Why somebody finds themselves at the sign-in page. */
    why?: Refusal
  }
}
