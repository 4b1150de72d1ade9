import { beforeEach, describe, expect, it } from 'vitest'
import { batchOf, idOf, orderOf, recallOf } from '../../../test/bureau-messages.ts'
import type { FromBureau, ToBureau } from '../contract/message.ts'
import { letTimePass } from './answers.ts'
import { hear, type Refusals } from './hearing.ts'
import { dueLetters, given } from './letters.ts'
import { type BoxMemory, emptyMemory } from './memory.ts'
import { faultless, faultsIn, type Script, scriptFrom, switches, wordOf } from './script.ts'

const habits = { secondsToProduction: 10, secondsToProduced: 20, secondsToShipped: 5, failEvery: 0, seed: 'cardinal' }
let memory: BoxMemory
let now = 0
let script: Script
beforeEach(() => {
  memory = emptyMemory()
  now = Date.UTC(2026, 5, 1)
  script = faultless
})

describe('a bureau that does nothing wrong', () => {
  it('acknowledges, names the cut-off, and tells of production, of the cards and of the shipment, each once and in its time', () => {
    tell(batchOf(7, 3))
    expect(kinds(said())).toEqual(['acknowledged', 'cut-off'])
    expect(kinds(later(9))).toEqual([])
    expect(kinds(later(1))).toEqual(['in-production'])
    expect(kinds(later(19))).toEqual([])
    const [produced] = later(1)
    expect(linesOf(produced)).toEqual([0, 1, 2].map((at) => expect.objectContaining(orderOf(at))))
    const chips = linesOf(produced).map((line) => ('chipNumber' in line ? line.chipNumber : ''))
    expect(new Set(chips).size).toBe(3)
    expect(chips.filter((chip) => !/^04[0-9A-F]{12}$/.test(String(chip)))).toEqual([])
    expect(kinds(later(5))).toEqual(['shipped'])
    expect(later(86_400)).toEqual([])
    expect(memory.letters).toEqual([])
  })

  it('gives each order a name of its own in the acknowledgement, and says until when it can be recalled', () => {
    tell(batchOf(7, 2))
    const [acknowledged, cutOff] = said()
    expect(acknowledged).toMatchObject({
      of: idOf(900_007),
      references: [0, 1].map((at) => ({ order: idOf(at), reference: `BOX-7-${at + 1}` })),
    })
    expect(acknowledged).not.toHaveProperty('refused')
    expect(cutOff).toMatchObject({ batch: idOf(900_007), until: '2026-06-01T00:00:10.000Z' })
  })

  it('passes over a repeat, also one that is dated anew, and does not take another message under an id that is known', () => {
    expect(tell(batchOf(7, 2))).toBe('taken')
    said()
    expect(tell({ ...batchOf(7, 2), at: '2026-07-01T00:00:00Z' })).toBe('known')
    expect(tell({ ...batchOf(8, 3), message: batchOf(7, 2).message })).toBe('another')
    expect(tell({ ...recallOf(1, [0]), message: batchOf(7, 2).message })).toBe('another')
    expect([said(), memory.batches.length]).toEqual([[], 1])
  })

  it('accepts a recall before production begins, and refuses it from that moment on', () => {
    tell(batchOf(7, 3))
    said()
    tell(recallOf(1, [0]))
    expect(said()).toMatchObject([{ kind: 'recall-accepted', lines: [{ recall: idOf(700_001_000), ...orderOf(0) }] }])
    expect(linesOf(later(10)[0])).toEqual([orderOf(1), orderOf(2)])
    tell(recallOf(2, [0, 1, 9]))
    const answers = said()
    expect(kinds(answers)).toEqual(['recall-accepted', 'recall-refused'])
    expect(linesOf(answers[0])).toMatchObject([orderOf(0)])
    expect(linesOf(answers[1])).toMatchObject([
      { ...orderOf(1), code: 'in-production' },
      { ...orderOf(9), code: 'unknown-order' },
    ])
    expect(linesOf(later(20)[0])).toMatchObject([orderOf(1), orderOf(2)])
    later(5)
    tell(recallOf(3, [1]))
    expect(linesOf(said()[0])).toMatchObject([{ ...orderOf(1), code: 'shipped' }])
  })

  it('produces nothing of a batch that was recalled as a whole', () => {
    tell(batchOf(7, 2))
    tell(recallOf(1, [0, 1]))
    expect(kinds(said())).toEqual(['acknowledged', 'cut-off', 'recall-accepted'])
    expect(later(86_400)).toEqual([])
  })

  it('lets one card in so many fail, the same for the same seed, with a code, a text and sometimes the field', () => {
    const failedWith = (seed: string) => {
      memory = emptyMemory()
      tell(batchOf(1, 200))
      said()
      now += 30_000
      letTimePass(memory, now, { ...habits, failEvery: 4, seed }, script)
      return said().flatMap((message) => (message.kind === 'failed' ? message.lines : []))
    }
    const first = failedWith('one')
    expect(first.length).toBeGreaterThan(30)
    expect(first.length).toBeLessThan(70)
    expect(first.filter(({ field }) => field !== undefined).length).toBeGreaterThan(0)
    expect(first.every(({ field }) => field === undefined || ['firstName', 'lastName'].includes(field))).toBe(true)
    expect(failedWith('one')).toEqual(first)
    expect(failedWith('two').map(({ order }) => order)).not.toEqual(first.map(({ order }) => order))
  })

  it('says what has more lines than a message may have in several messages', () => {
    tell(batchOf(7, 10_001))
    const acknowledged = said().filter(({ kind }) => kind === 'acknowledged')
    expect(acknowledged.map((message) => 'references' in message && message.references?.length)).toEqual([10_000, 1])
    const all = later(35)
    expect(all.map((message) => [message.kind, linesOf(message).length])).toEqual([
      ['in-production', 10_000],
      ['in-production', 1],
      ['produced', 10_000],
      ['produced', 1],
      ['shipped', 10_000],
      ['shipped', 1],
    ])
    expect(new Set(all.map(({ message }) => message)).size).toBe(6)
  })

  it('says the same with the same ids when it goes through the same again', () => {
    const through = () => {
      memory = emptyMemory()
      now = Date.UTC(2026, 5, 1)
      tell(batchOf(7, 5))
      return [...said(), ...later(35)]
    }
    expect(through()).toEqual(through())
  })
})

describe('a bureau that is told to', () => {
  it('delay gives each message later, dated when it was due', () => {
    script = { ...faultless, delay: 60 }
    tell(batchOf(7, 1))
    expect(kinds(said())).toEqual([])
    const first = later(60)
    expect(kinds(first)).toEqual(['acknowledged', 'cut-off'])
    expect(first[0]?.at).toBe('2026-06-01T00:00:00.000Z')
    expect(kinds(later(9))).toEqual([])
    expect(kinds(later(1))).toEqual(['in-production'])
    expect(kinds(later(25))).toEqual(['produced', 'shipped'])
  })

  it('lose never gives every so-many-th message, and remembers that it did not', () => {
    script = { ...faultless, lose: 3 }
    tell(batchOf(7, 1))
    expect(kinds([...said(), ...later(35)])).toEqual(['acknowledged', 'cut-off', 'produced', 'shipped'])
    expect(memory.said.filter(({ isLost }) => isLost).map(({ kind }) => kind)).toEqual(['in-production'])
  })

  it('acknowledge twice does so, to the letter', () => {
    script = { ...faultless, acknowledgeTwice: true }
    tell(batchOf(7, 1))
    const [first, second, ...others] = [...said(), ...later(35)]
    expect([first?.kind, second]).toEqual(['acknowledged', first])
    expect(kinds(others)).toEqual(['cut-off', 'in-production', 'produced', 'shipped'])
  })

  it('reorder swaps the messages about a batch two by two, and keeps none back at the end', () => {
    script = { ...faultless, reorder: true }
    tell(batchOf(7, 1))
    expect(kinds(said())).toEqual(['cut-off', 'acknowledged'])
    expect(kinds(later(10))).toEqual([])
    expect(kinds(later(20))).toEqual(['produced', 'in-production'])
    expect(kinds(later(5))).toEqual(['shipped'])
    expect([memory.letters, memory.said.length]).toEqual([[], 5])
  })

  it('reorder gives what it kept back when it is told not to any more', () => {
    script = { ...faultless, reorder: true }
    tell(batchOf(7, 1))
    said()
    later(10)
    script = faultless
    expect(kinds(said())).toEqual(['in-production'])
  })

  it('miscount says no word about so many cards of a batch, neither produced nor failed nor shipped', () => {
    script = { ...faultless, miscount: 2 }
    tell(batchOf(7, 10))
    const all = [...said(), ...later(35)]
    expect(all.map((message) => [message.kind, linesOf(message).length])).toEqual([
      ['acknowledged', 0],
      ['cut-off', 0],
      ['in-production', 10],
      ['produced', 8],
      ['shipped', 8],
    ])
    expect(linesOf(all[3]).map(({ order }) => order)).toEqual(linesOf(all[4]).map(({ order }) => order))
  })

  it('ship in parts names each card in one of them, and the number of each part', () => {
    script = { ...faultless, shipments: 3 }
    tell(batchOf(7, 10))
    const shipped = [...said(), ...later(45)].filter(({ kind }) => kind === 'shipped')
    expect(shipped.map((message) => [message.kind === 'shipped' && message.part, linesOf(message).length])).toEqual([
      [{ number: 1, of: 3 }, 4],
      [{ number: 2, of: 3 }, 3],
      [{ number: 3, of: 3 }, 3],
    ])
    expect(new Set(shipped.flatMap((message) => linesOf(message).map(({ order }) => order))).size).toBe(10)
  })

  it('refuse recalls refuses each, and goes on', () => {
    script = { ...faultless, refuseRecalls: true }
    tell(batchOf(7, 2))
    said()
    tell(recallOf(1, [0, 9]))
    expect(said()).toMatchObject([{ kind: 'recall-refused', lines: [{ ...orderOf(0), code: 'no-recalls' }, orderOf(9)] }])
    expect(linesOf(later(30)[1])).toMatchObject([orderOf(0), orderOf(1)])
  })

  it('ghost reports recalled and unknown orders as produced', () => {
    script = { ...faultless, ghost: true }
    tell(batchOf(7, 3))
    said()
    tell(recallOf(1, [0, 9]))
    expect(kinds(said())).toEqual(['recall-accepted', 'recall-refused'])
    const all = later(30)
    expect(all.map((message) => [message.kind, linesOf(message).map(({ order }) => order)])).toEqual([
      ['in-production', [idOf(1), idOf(2)]],
      ['produced', [idOf(1), idOf(2)]],
      ['produced', [idOf(0)]],
      ['produced', [idOf(9)]],
    ])
  })

  it('stranger reports one card with each batch that nobody ordered', () => {
    script = { ...faultless, stranger: true }
    tell(batchOf(7, 1))
    tell(batchOf(8, 1, { first: 100 }))
    said()
    const strange = later(30).filter(
      (message) => message.kind === 'produced' && ![idOf(0), idOf(100)].includes(message.lines[0]?.order ?? ''),
    )
    expect(strange.map((message) => linesOf(message).length)).toEqual([1, 1])
    expect(new Set(strange.map((message) => linesOf(message)[0]?.order)).size).toBe(2)
  })

  it('refuse orders acknowledges the batch without them, and produces the others', () => {
    tell(batchOf(7, 3), new Map([[idOf(1), { code: 'field-refused', text: 'Not at present.', field: 'lastName' }]]))
    expect(said()[0]).toMatchObject({
      refused: [{ ...orderOf(1), code: 'field-refused', text: 'Not at present.', field: 'lastName' }],
      references: [{ order: idOf(0) }, { order: idOf(2) }],
    })
    expect(linesOf(later(10)[0])).toEqual([orderOf(0), orderOf(2)])
  })
})

describe('a script', () => {
  it('is read from the words of its switches, and those that are not named stay', () => {
    const asked = scriptFrom({ delay: '30', 'refuse-fields': 'unit, lastName', ghost: 'yes' }, { ...faultless, lose: 4 })
    expect(asked).toEqual({ ...faultless, lose: 4, delay: 30, refuseFields: ['unit', 'lastName'], ghost: true })
    expect(faultsIn(asked as Script)).toEqual(['delay 30', 'lose 4', 'refuse-fields unit,lastName', 'ghost yes'])
    const words = Object.fromEntries(switches.map((one) => [one.name, wordOf(asked as Script, one)]))
    expect(scriptFrom(words, faultless)).toEqual(asked)
  })

  it.each([
    [{ delay: '-1' }, 'delay is a whole number from 0 to 86400. Nothing was changed.'],
    [{ lose: 'all' }, 'lose is a whole number from 0 to 1000000. Nothing was changed.'],
    [{ ghost: 'maybe' }, 'ghost is yes or no. Nothing was changed.'],
    [
      { 'refuse-fields': 'a b' },
      'refuse-fields is a list of names of input fields with commas between them, or nothing. Nothing was changed.',
    ],
    [{ explode: 'yes' }, 'There is no such switch. Nothing was changed.'],
  ])('is refused in a sentence: %j', (words, sentence) => {
    expect(scriptFrom(words as Record<string, string>, faultless)).toBe(sentence)
  })
})

const NOBODY: Refusals = new Map()

const tell = (message: ToBureau, refusals = NOBODY) => hear(memory, message, refusals, { now, habits, script })

/** What is given now. */
function said(): FromBureau[] {
  const letters = dueLetters(memory, now, script)
  for (const letter of letters) given(memory, letter, now)
  return letters.map(({ message }) => message)
}

/** What is given after so many seconds; time passes in seconds, as it does for a bureau that looks often. */
function later(seconds: number): FromBureau[] {
  const all: FromBureau[] = []
  for (let passed = 0; passed < Math.min(seconds, 600); passed++) {
    now += 1000
    letTimePass(memory, now, habits, script)
    all.push(...said())
  }
  return all
}

const kinds = (messages: readonly FromBureau[]) => messages.map(({ kind }) => kind)
const linesOf = (message: FromBureau | undefined) => (message && 'lines' in message ? message.lines : [])
