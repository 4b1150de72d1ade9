import { starters } from '../runtime/admin.ts'
import { moversOf } from '../runtime/derive/movers.ts'
import { home } from '../runtime/home.ts'
import { type Api, type App, actorOn } from './api.ts'
import { Catalog } from './contract/catalog.ts'
import { Home } from './contract/home.ts'
import { presentCatalog } from './present/catalog.ts'
import { presentTold } from './present/object.ts'
import { answers } from './schema.ts'

/** What the pages begin with: what the product is, and what waits for whoever is signed in. */
export function registerHome(app: App, { world }: Api): void {
  app.get(
    '/catalog',
    {
      config: { guarded: 'signed in' },
      schema: {
        operationId: 'catalog',
        tags: ['Home'],
        summary: 'Templates, state graphs and use cases',
        response: answers({ 200: Catalog }, [401]),
      },
    },
    async (): Promise<Catalog> =>
      presentCatalog(world.catalog, await moversOf(world), (useCase) => starters(world, useCase).map(({ name }) => name)),
  )
  app.get(
    '/home',
    {
      config: { guarded: 'signed in' },
      schema: {
        operationId: 'home',
        tags: ['Home'],
        summary: 'What waits, what may be started, what was done lately',
        response: answers({ 200: Home }, [401]),
      },
    },
    async (request): Promise<Home> => {
      const { commands, queued, nextRelease, leaving, failed, tasks, incidents, recalls, lately } = await home(world, actorOn(request))
      return {
        commands: commands.map((useCase) => ({ useCase: useCase.slug, label: useCase.name, template: useCase.on.name })),
        waiting: { queued, nextRelease: nextRelease?.toISOString() ?? null, failed, tasks, incidents, recalls },
        leaving: leaving.map((release) => ({ ...release, at: release.at.toISOString() })),
        lately: lately.map((told) => presentTold(world.catalog, told)),
      }
    },
  )
}
