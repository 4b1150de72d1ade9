/** A picture as an answer: told apart by what it is, and kept from acting as a page. */
import type { FastifyReply } from 'fastify'
import { sha256 } from '../kit/hash.ts'
import { PICTURE_POLICY } from './security-headers.ts'

/** What an image holds must not act as a page, also when somebody opens it alone. */
export function sendPicture(reply: FastifyReply, known: string | undefined, type: string, bytes: Buffer): FastifyReply {
  const etag = `"${sha256(bytes).slice(0, 32)}"`
  const told = reply
    .header('etag', etag)
    .header('cache-control', 'private, no-cache')
    .header('content-disposition', 'inline')
    .header('content-security-policy', PICTURE_POLICY)
  return known === etag ? told.code(304).send() : told.type(type.endsWith('+xml') ? `${type}; charset=utf-8` : type).send(bytes)
}

/** How a route declares that it answers a picture, or that it is the one that is known. */
export const picture = (type: string) => ({
  200: { description: 'The picture.', content: { [type]: { schema: { type: 'string', format: 'binary' } } } },
  304: { type: 'null', description: 'It is the one that `If-None-Match` names.' },
})
