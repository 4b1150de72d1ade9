import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { lockFolder } from './lock.ts'

let folder: string
let lock: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'cardinal-lock-'))
  lock = join(folder, 'cardinal.lock')
})
afterEach(() => rmSync(folder, { recursive: true }))

const write = (change: object) => {
  const unlock = lockFolder(folder)
  const mine = JSON.parse(readFileSync(lock, 'utf8'))
  unlock()
  writeFileSync(lock, JSON.stringify({ ...mine, id: 'another', ...change }))
}
const takes = () => {
  lockFolder(folder)()
  expect(readdirSync(folder)).toEqual([])
}
const isRefused = () => {
  expect(() => lockFolder(folder)).toThrow(`The data folder ${folder} is in use by process`)
  expect(readdirSync(folder)).toEqual(['cardinal.lock'])
}

test('a folder has one holder at a time', () => {
  const unlock = lockFolder(folder)
  expect(() => lockFolder(folder)).toThrow(`The data folder ${folder} is in use by process ${process.pid}.`)
  unlock()
  expect(existsSync(lock)).toBe(false)
  takes()
})

test('the lock of a living process is kept', () => {
  write({ pid: process.ppid, began: undefined })
  isRefused()
})

test('the lock of a dead process is taken over', () => {
  write({ pid: spawnSync(process.execPath, ['--version']).pid })
  takes()
})

// Where the system does not tell when a process began (outside Linux), any living process of that pid keeps the lock.
test('a pid that is used again is not mistaken for the process that is gone', () => {
  write({ pid: process.ppid, began: 'long ago' })
  if (process.platform === 'linux') takes()
  else isRefused()
})

test('the lock of another container is kept while it is touched, and taken over when it has not been for a minute', () => {
  write({ place: 'elsewhere', pid: 999_999 })
  expect(() => lockFolder(folder)).toThrow(`The data folder ${folder} is in use by process 999999 on elsewhere.`)
  const longAgo = new Date(Date.now() - 61_000)
  utimesSync(lock, longAgo, longAgo)
  takes()
})

test('an empty lock file, left by a process that died as it wrote it, is taken over after a moment', () => {
  writeFileSync(lock, '')
  expect(() => lockFolder(folder)).toThrow('is in use by another process')
  const justBefore = new Date(Date.now() - 2_000)
  utimesSync(lock, justBefore, justBefore)
  takes()
})

test('of two that find a dead lock at once, the second waits for its turn', () => {
  write({ pid: spawnSync(process.execPath, ['--version']).pid })
  writeFileSync(`${lock}.taking-over`, '')
  expect(() => lockFolder(folder)).toThrow('is in use by another process')
  const longAgo = new Date(Date.now() - 61_000)
  utimesSync(`${lock}.taking-over`, longAgo, longAgo)
  takes()
})
