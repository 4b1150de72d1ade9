/** The addresses of Admin. Each screen is a chunk of its own; the drawing of a process is one more. */
import { createRoute, lazyRouteComponent, notFound, Outlet } from '@tanstack/react-router'
import { requireSignIn } from '../parts/require-sign-in.ts'
import { rootRoute } from '../root-route.tsx'
import { readBureauTab } from './bureau-tab.ts'
import { readRoleTab } from './role-tab.ts'
import { templateGroups } from './template-groups.ts'
import { readWhyAsked } from './why-asked.ts'

const NotHere = lazyRouteComponent(() => import('./not-here.tsx'), 'NotHere')

const admin = createRoute({
  getParentRoute: () => rootRoute,
  path: '/admin',
  beforeLoad: requireSignIn,
  component: lazyRouteComponent(() => import('./frame.tsx'), 'Frame'),
  notFoundComponent: NotHere,
})

const home = createRoute({ getParentRoute: () => admin, path: '/', component: lazyRouteComponent(() => import('./home.tsx'), 'Home') })

/** Identities, Cards and Desk look the same; which of them it is stands in the address. */
const templates = createRoute({
  getParentRoute: () => admin,
  path: '$group',
  beforeLoad: ({ params }) => {
    if (!templateGroups.includes(params.group)) throw notFound()
  },
  component: Outlet,
  notFoundComponent: NotHere,
})
const templateList = createRoute({
  getParentRoute: () => templates,
  path: '/',
  component: lazyRouteComponent(() => import('./template-list.tsx'), 'TemplateList'),
})
const template = createRoute({
  getParentRoute: () => templates,
  path: '$template',
  component: lazyRouteComponent(() => import('./template.tsx'), 'Template'),
})
const templateGeneral = createRoute({
  getParentRoute: () => template,
  path: '/',
  component: lazyRouteComponent(() => import('./template-general.tsx'), 'TemplateGeneral'),
})
const templateState = createRoute({
  getParentRoute: () => template,
  path: '$state',
  component: lazyRouteComponent(() => import('./template-state.tsx'), 'TemplateState'),
})

const processes = createRoute({
  getParentRoute: () => admin,
  path: 'processes',
  component: lazyRouteComponent(() => import('./process-list.tsx'), 'ProcessList'),
})
const process = createRoute({
  getParentRoute: () => admin,
  path: 'processes/$process',
  component: lazyRouteComponent(() => import('./process.tsx'), 'Process'),
})

const stateGraphs = createRoute({
  getParentRoute: () => admin,
  path: 'state-graphs',
  component: lazyRouteComponent(() => import('./state-graph-list.tsx'), 'StateGraphList'),
})
const stateGraph = createRoute({
  getParentRoute: () => admin,
  path: 'state-graphs/$template',
  component: lazyRouteComponent(() => import('./state-graph-page.tsx'), 'StateGraphPage'),
})

const options = createRoute({
  getParentRoute: () => admin,
  path: 'options',
  component: lazyRouteComponent(() => import('./options.tsx'), 'Options'),
})
const duties = createRoute({
  getParentRoute: () => admin,
  path: 'duties',
  component: lazyRouteComponent(() => import('./duties.tsx'), 'Duties'),
})
const bureaus = createRoute({
  getParentRoute: () => admin,
  path: 'bureaus',
  component: lazyRouteComponent(() => import('./bureau-list.tsx'), 'BureauList'),
})
const newBureau = createRoute({
  getParentRoute: () => admin,
  path: 'bureaus/new',
  validateSearch: readBureauTab,
  component: lazyRouteComponent(() => import('./new-bureau.tsx'), 'NewBureau'),
})
const bureau = createRoute({
  getParentRoute: () => admin,
  path: 'bureaus/$bureau',
  validateSearch: readBureauTab,
  component: lazyRouteComponent(() => import('./bureau.tsx'), 'Bureau'),
})
const roles = createRoute({
  getParentRoute: () => admin,
  path: 'roles',
  component: lazyRouteComponent(() => import('./role-list.tsx'), 'RoleList'),
})
const newRole = createRoute({
  getParentRoute: () => admin,
  path: 'roles/new',
  validateSearch: readRoleTab,
  component: lazyRouteComponent(() => import('./new-role.tsx'), 'NewRole'),
})
const permissionMatrix = createRoute({
  getParentRoute: () => admin,
  path: 'roles/matrix',
  component: lazyRouteComponent(() => import('./permission-matrix.tsx'), 'PermissionMatrix'),
})
const why = createRoute({
  getParentRoute: () => admin,
  path: 'roles/why',
  validateSearch: readWhyAsked,
  component: lazyRouteComponent(() => import('./why.tsx'), 'Why'),
})
const role = createRoute({
  getParentRoute: () => admin,
  path: 'roles/$role',
  validateSearch: readRoleTab,
  component: lazyRouteComponent(() => import('./role.tsx'), 'Role'),
})
const units = createRoute({
  getParentRoute: () => admin,
  path: 'units',
  component: lazyRouteComponent(() => import('./units.tsx'), 'Units'),
})
const accounts = createRoute({
  getParentRoute: () => admin,
  path: 'accounts',
  component: lazyRouteComponent(() => import('./accounts.tsx'), 'Accounts'),
})
const production = createRoute({
  getParentRoute: () => admin,
  path: 'production',
  component: lazyRouteComponent(() => import('./production.tsx'), 'Production'),
})
const batch = createRoute({
  getParentRoute: () => admin,
  path: 'production/batches/$batch',
  component: lazyRouteComponent(() => import('./batch.tsx'), 'Batch'),
})
const privacy = createRoute({
  getParentRoute: () => admin,
  path: 'privacy',
  component: lazyRouteComponent(() => import('./privacy.tsx'), 'Privacy'),
})
const importUsers = createRoute({
  getParentRoute: () => admin,
  path: 'import',
  component: lazyRouteComponent(() => import('./import.tsx'), 'Import'),
})
const signIn = createRoute({
  getParentRoute: () => admin,
  path: 'sign-in',
  component: lazyRouteComponent(() => import('./sign-in.tsx'), 'SignIn'),
})
const versions = createRoute({
  getParentRoute: () => admin,
  path: 'versions',
  component: lazyRouteComponent(() => import('./versions.tsx'), 'Versions'),
})
const journal = createRoute({
  getParentRoute: () => admin,
  path: 'journal',
  component: lazyRouteComponent(() => import('./journal.tsx'), 'Journal'),
})

export const adminRoutes = admin.addChildren([
  home,
  templates.addChildren([templateList, template.addChildren([templateGeneral, templateState])]),
  processes,
  process,
  stateGraphs,
  stateGraph,
  options,
  duties,
  bureaus,
  newBureau,
  bureau,
  production,
  batch,
  privacy,
  importUsers,
  roles,
  newRole,
  permissionMatrix,
  why,
  role,
  units,
  accounts,
  signIn,
  versions,
  journal,
])
