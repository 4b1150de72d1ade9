/** Operator's addresses. Every screen is loaded when it is first wanted, which is when a link to it is pointed at. */
import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { catalogQuery } from '../parts/catalog.ts'
import { NothingHere } from '../parts/not-found.tsx'
import { requireSignIn } from '../parts/require-sign-in.ts'
import { rootRoute } from '../root-route.tsx'
import {
  approvalsQuery,
  historyQuery,
  homeQuery,
  objectQuery,
  offersQuery,
  recallDeskQuery,
  runQuery,
  tasksQuery,
} from './operator-queries.ts'
import { readSearch } from './search-address.ts'

const operatorRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/operator',
  beforeLoad: requireSignIn,
  component: lazyRouteComponent(() => import('./operator.tsx'), 'Operator'),
  notFoundComponent: NothingHere,
})

const homeRoute = createRoute({
  getParentRoute: () => operatorRoute,
  path: '/',
  // Loaders start reading and do not wait: the page shows at once, with skeletons of the size of what comes.
  loader: ({ context }) => void context.queries.prefetchQuery(homeQuery),
  component: lazyRouteComponent(() => import('./home.tsx'), 'HomePage'),
})

const searchRoute = createRoute({
  getParentRoute: () => operatorRoute,
  path: '/search',
  validateSearch: readSearch,
  component: lazyRouteComponent(() => import('./search.tsx'), 'SearchPage'),
})

const recallsRoute = createRoute({
  getParentRoute: () => operatorRoute,
  path: '/recalls',
  validateSearch: (search: Record<string, unknown>): { state?: string } =>
    typeof search.state === 'string' && search.state !== '' ? { state: search.state } : {},
  loaderDeps: ({ search }) => search,
  loader: ({ context, deps }) => void context.queries.prefetchInfiniteQuery(recallDeskQuery(deps.state)),
  component: lazyRouteComponent(() => import('./recall-desk.tsx'), 'RecallDeskPage'),
})

const tasksRoute = createRoute({
  getParentRoute: () => operatorRoute,
  path: '/tasks',
  loader: ({ context }) => {
    void context.queries.prefetchQuery(tasksQuery)
    void context.queries.prefetchQuery(approvalsQuery)
  },
  component: lazyRouteComponent(() => import('./tasks.tsx'), 'TasksPage'),
})

const runRoute = createRoute({
  getParentRoute: () => operatorRoute,
  path: '/runs/$id',
  loader: ({ context, params }) => void context.queries.prefetchQuery(runQuery(params.id)),
  component: lazyRouteComponent(() => import('./run.tsx'), 'RunPage'),
})

const profileRoute = createRoute({
  getParentRoute: () => operatorRoute,
  path: '/$collection/$id',
  loader: async ({ context, params }) => {
    const { templates } = await context.queries.ensureQueryData(catalogQuery)
    if (!templates.some((template) => template.path === params.collection)) return
    void context.queries.prefetchQuery(objectQuery(params.collection, params.id))
    void context.queries.prefetchQuery(offersQuery(params.collection, params.id))
    void context.queries.prefetchInfiniteQuery(historyQuery(params.collection, params.id))
  },
  component: lazyRouteComponent(() => import('./profile.tsx'), 'ProfilePage'),
})

export const operatorRoutes = operatorRoute.addChildren([homeRoute, searchRoute, recallsRoute, tasksRoute, runRoute, profileRoute])
