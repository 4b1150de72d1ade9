import { describe, expect, it } from 'vitest'
import { golden } from '../../test/golden.ts'
import { type CardFace, cardFace } from './card-face.ts'

const ada: CardFace = {
  number: 1042,
  firstName: 'Ada',
  lastName: 'Lovelace',
  unit: 'Analytical Engines',
  title: 'Mathematician',
  validTo: '2029-06-30',
  organisation: 'Northwind Institute',
  hasPhoto: true,
}

describe('the face of a card', () => {
  it('is drawn the same every time, front and back', () => {
    golden('src/production/golden/card-front.svg', cardFace(ada, 'front'))
    golden('src/production/golden/card-back.svg', cardFace(ada, 'back'))
  })

  it('has its text in the place of the photo where none is printed, and keeps a place for a number that is yet to come', () => {
    const planned = { ...ada, number: null, hasPhoto: false }
    golden('src/production/golden/card-planned-front.svg', cardFace(planned, 'front'))
    golden('src/production/golden/card-planned-back.svg', cardFace(planned, 'back'))
    expect(cardFace(planned, 'front')).toContain('aria-label="Card to be ordered of Ada Lovelace, front"')
  })

  it('shows a photo where there is one, and a silhouette where there is none or it is no picture', () => {
    const photo = 'data:image/png;base64,iVBORw0KGgo='
    expect(cardFace({ ...ada, photo }, 'front')).toContain(`href="${photo}"`)
    for (const other of [undefined, null, '', 'https://example.org/ada.png', 'javascript:alert(1)', 'data:text/html,<b>'])
      expect(cardFace({ ...ada, photo: other }, 'front')).not.toContain('<image')
  })

  it('makes a long name smaller, then breaks it, and shortens only what still does not fit', () => {
    expect(lastNameOf('Lovelace')).toEqual({ size: 50, lines: ['Lovelace'] })
    expect(lastNameOf('Featherstonehaugh')).toEqual({ size: 38, lines: ['Featherstonehaugh'] })
    expect(lastNameOf('von Hohenzollern-Sigmaringen')).toEqual({ size: 44, lines: ['von Hohenzollern-', 'Sigmaringen'] })
    const { size, lines } = lastNameOf('W'.repeat(80))
    expect({ size, count: lines.length, last: lines[1]?.at(-1) }).toEqual({ size: 32, count: 2, last: '…' })
  })

  it('breaks no letter in two that is written with several characters', () => {
    const { lines } = lastNameOf('e\u0301👩‍🔬'.repeat(40))
    expect(lines.join('').replaceAll('e\u0301', '').replaceAll('👩‍🔬', '')).toBe('…')
  })

  it('draws every text as text, whatever is in it', () => {
    const nasty = `</text><script>alert("1")</script>&'\u0000\u000b\ud800`
    const face: CardFace = {
      number: '1"><',
      firstName: nasty,
      lastName: nasty,
      unit: nasty,
      title: nasty,
      validTo: nasty,
      organisation: nasty,
      hasPhoto: true,
      photo: 'data:image/png,"/><script>',
    }
    for (const side of ['front', 'back'] as const) {
      const svg = cardFace({ ...face, number: '1042' }, side) + cardFace({ ...ada, organisation: nasty, firstName: nasty }, side)
      expect(svg).not.toContain('<script')
      // biome-ignore lint/suspicious/noControlCharactersInRegex: these are the characters that must not be there
      expect(svg).not.toMatch(/[\u0000\u000b]|\p{Cs}/u)
      expect(svg.match(/<text/g)?.length).toBe(svg.match(/<\/text>/g)?.length)
    }
  })

  it('is drawn for a card of which little is known', () => {
    const nothing = { number: 1, firstName: null, lastName: null, unit: null, title: null, validTo: null, organisation: '', hasPhoto: true }
    const bare = cardFace(nothing, 'front')
    expect(bare).toContain('aria-label="Card 1, front"')
    expect(bare).not.toMatch(/null|undefined|NaN/)
  })
})

/** The bold lines of the front but for the number. */
function lastNameOf(lastName: string): { size: number; lines: string[] } {
  const found = [...cardFace({ ...ada, lastName }, 'front').matchAll(/font-size="(\d+)" font-weight="700"[^>]*>([^<]*)</g)]
  return { size: Number(found[0]?.[1]), lines: found.map((match) => match[2] ?? '') }
}
