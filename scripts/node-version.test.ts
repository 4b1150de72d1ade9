import { expect, it } from 'vitest'
import { admits } from './node-version.js'

it.each([
  ['20.19.0', true],
  ['20.20.2', true],
  ['20.18.3', false],
  ['21.7.3', false],
  ['22.11.0', false],
  ['22.12.0', true],
  ['24.21.0', true],
  ['18.20.4', false],
])('Node.js %s is supported: %s', (version, supported) => {
  expect(admits('^20.19 || >=22.12', version)).toBe(supported)
})
