import AxeBuilder from '@axe-core/playwright'
import { expect, test } from './cardinal.ts'
import { signIn } from './sign-in.ts'

/** Every screen once, against WCAG 2.2 AA. */
for (const [name, who, address] of [
  ['HOME', 'operator', '/operator'],
  ['SEARCH', 'operator', '/operator/search?template=card&state=processing'],
  ['TASKS', 'operator', '/operator/tasks'],
  ['Additional Commands', 'admin', '/admin/cards/card/processing'],
  ['a process', 'admin', '/admin/processes/abort-card-order'],
  ['Options', 'admin', '/admin/options'],
  ['Privacy', 'admin', '/admin/privacy'],
  ['Separation of duties', 'admin', '/admin/duties'],
  ['Production', 'admin', '/admin/production'],
  ['Versions', 'admin', '/admin/versions'],
] as const)
  test(`${name} has no accessibility violation`, async ({ page }) => {
    await signIn(page, who, address)
    await expect(page.getByRole('main').getByRole('heading').first()).toBeVisible()
    await expect(page.locator('[aria-busy=true]')).toHaveCount(0)
    const { violations } = await new AxeBuilder({ page }).withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']).analyze()
    expect(violations.map((violation) => `${violation.id}: ${violation.nodes.map((node) => node.target.join(' ')).join(', ')}`)).toEqual([])
  })
