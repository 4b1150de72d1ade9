import { describe, expect, it } from 'vitest'
import { changedOptions, optionWords, sendable } from './options-draft.ts'

const size = { name: 'BatchSize', label: 'Orders in a batch', means: '', schema: { type: 'integer' }, value: 500, default: 500 }
const queue = { name: 'Queue', label: 'Queue', means: '', schema: { type: 'boolean' }, value: true, default: true }

describe('The draft of the options', () => {
  it('holds only what differs', () => {
    expect(changedOptions([size, queue], { BatchSize: 500, Queue: false })).toEqual([queue])
  })

  it('sends an emptied number as null, so that the server can refuse it', () => {
    expect(sendable([size], { BatchSize: undefined })).toEqual({ BatchSize: null })
  })

  it('says on and off', () => {
    expect([optionWords(queue, true), optionWords(queue, false)]).toEqual(['on', 'off'])
  })
})
