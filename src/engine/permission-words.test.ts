import { expect, it } from 'vitest'
import { catalog } from '../catalog/catalog.ts'
import { permissionWords } from './permission-words.ts'

it.each([
  ['admin:state-graphs', 'Admin: State graphs'],
  ['operator:search', 'Operator: Search'],
  ['read:card', 'See cards'],
  ['start:CardsAddonExtProdProcAbort', 'Start Abort card order'],
  ['report:user', 'Ask for everything held about users'],
  ['evidence:card', 'Take the evidence of cards'],
  ['read:ghost', 'See ghost'],
])('%s is called %s', (word, words) => {
  expect(permissionWords(catalog, word)).toBe(words)
})
