import { expect, it } from 'vitest'
import { golden } from '../../../test/golden.ts'
import { catalog } from '../../catalog/catalog.ts'
import { isUnreadable, readDrawing } from '../../engine/drawing.ts'
import { readShippedDrawing, tasks } from '../../open-cardinal.ts'
import { pageOf } from './page.ts'

it.each(catalog.useCases.map((useCase) => ({ name: useCase.name, useCase })))(
  '$name has its page in docs/use-cases',
  async ({ useCase }) => {
    const process = await readDrawing(await readShippedDrawing(useCase))
    if (isUnreadable(process)) throw new Error(process.objections.join(' '))
    const page = pageOf(catalog, useCase, process, tasks)
    expect(page).not.toContain('undefined')
    golden(`docs/use-cases/${useCase.slug}.md`, page)
  },
)
