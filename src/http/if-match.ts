import { Type } from 'typebox'

/** Of a request that changes what was read before. */
export const IfMatch = Type.Object({ 'if-match': Type.Optional(Type.String({ description: 'The `ETag` of what was edited.' })) })

/** The version that a change was made against; undefined where any will do. */
export function tagIn(ifMatch: string | undefined): string | undefined {
  if (ifMatch === undefined || ifMatch.trim() === '*') return undefined
  return ifMatch
    .trim()
    .replace(/^W\//, '')
    .replace(/^"(.*)"$/, '$1')
}

/** The same for a user or a card, whose versions are numbers; what is no number fits none. */
export function versionIn(ifMatch: string | undefined): number | undefined {
  const tag = tagIn(ifMatch)
  return tag === undefined ? undefined : Number(tag)
}
