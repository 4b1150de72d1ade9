/** The root of all addresses; it only holds what every screen shares. Its own file, so that both apps can hang their routes on it. */
import type { QueryClient } from '@tanstack/react-query'
import { createRootRouteWithContext, Outlet } from '@tanstack/react-router'
import { NotFound } from './parts/not-found.tsx'
import { PageProblem } from './parts/page-problem.tsx'

export interface RouteContext {
  queries: QueryClient
}

export const rootRoute = createRootRouteWithContext<RouteContext>()({
  component: Outlet,
  notFoundComponent: NotFound,
  errorComponent: PageProblem,
})
