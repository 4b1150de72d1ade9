import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { golden } from './golden.ts'

let folder = ''
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'cardinal-golden-'))
})
afterEach(() => {
  vi.unstubAllEnvs()
  rmSync(folder, { recursive: true })
})

it('fails where a golden file is missing, and where it says something else', () => {
  vi.stubEnv('BLESS', '0')
  expect(() => golden('facts/roles.txt', 'operator', folder)).toThrow('npm run bless')
  bless('operator')
  expect(() => golden('facts/roles.txt', 'operator, approver', folder)).toThrow('npm run bless')
  expect(readFileSync(join(folder, 'facts/roles.txt'), 'utf8')).toBe('operator\n')
})

it('passes where the file says what the code derives', () => {
  bless('operator')
  golden('facts/roles.txt', 'operator', folder)
})

function bless(text: string) {
  vi.stubEnv('BLESS', '1')
  golden('facts/roles.txt', text, folder)
  vi.stubEnv('BLESS', '0')
}
