import { expect, it } from 'vitest'
import { isOwnAddress } from './own-address.ts'

it.each(['/', '/operator/tasks', '/operator/search?q=Berg#top', '/a//b', '/.//elsewhere.example'])(
  '%j is an address of ours',
  (address) => {
    expect(isOwnAddress(address)).toBe(true)
    expect(new URL(address, 'https://cardinal.example').host).toBe('cardinal.example')
  },
)

it.each([
  '//elsewhere.example',
  '/\\elsewhere.example',
  '/\t/elsewhere.example',
  '/\n//elsewhere.example',
  '\\\\elsewhere.example',
  'https://elsewhere.example',
  'javascript:alert(1)',
  'operator',
  '',
  ' /',
  '/ /',
])('%j is not', (address) => expect(isOwnAddress(address)).toBe(false))
