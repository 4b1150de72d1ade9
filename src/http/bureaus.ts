import { Type } from 'typebox'
import { plainLayout } from '../catalog/layout.ts'
import type { Refusal } from '../engine/refusal.ts'
import { type BureauKeyView, makeBureauKey, readBureauKey } from '../runtime/bureau-key.ts'
import { type BureauView, enterSecret, forgetSecret, readBureau, readBureaus, testConnection } from '../runtime/bureaus.ts'
import { publish } from '../runtime/publish.ts'
import { previewSchedule, type ScheduleView } from '../runtime/schedule-view.ts'
import { type Api, type App, actorOn } from './api.ts'
import {
  AskedSchedule,
  Bureau,
  BureauChange,
  BureauList,
  Findings,
  OurKey,
  SchedulePreview,
  type ScheduleWords,
  SecretValue,
} from './contract/bureau.ts'
import { IfMatch, tagIn } from './if-match.ts'
import { type More, sendRefusal } from './problem.ts'
import { answers } from './schema.ts'

const tags = ['Administration']
const Name = Type.Object({ name: Type.String({ maxLength: 60 }) })
const SecretPlace = Type.Object({ name: Type.String({ maxLength: 60 }), secret: Type.String({ maxLength: 60 }) })

/** What an administrator decides about bureaus: their definitions, published as versions; their secrets; and whether they can be reached. */
export function registerBureaus(app: App, { world, bureaus }: Api): void {
  app.get(
    '/bureau-definitions',
    {
      config: { guarded: 'admin:bureaus' },
      schema: { operationId: 'readBureaus', tags, summary: 'Every bureau', response: answers({ 200: BureauList }, [401, 403]) },
    },
    async (request, reply) => {
      const found = await readBureaus(world, actorOn(request))
      return 'code' in found ? sendRefusal(reply, found) : reply.send({ items: found.map(present) } satisfies BureauList)
    },
  )
  app.get(
    '/bureau-definitions/:name',
    {
      config: { guarded: 'admin:bureaus' },
      schema: { operationId: 'readBureau', tags, summary: 'One bureau', params: Name, response: answers({ 200: Bureau }, [401, 403, 404]) },
    },
    async (request, reply) => {
      const found = await readBureau(world, actorOn(request), request.params.name)
      return 'code' in found ? sendRefusal(reply, found) : reply.header('etag', `"${found.hash}"`).send(present(found) satisfies Bureau)
    },
  )
  app.put(
    '/bureau-definitions/:name',
    {
      config: { guarded: 'admin:bureaus' },
      schema: {
        operationId: 'publishBureau',
        tags,
        summary: 'Publish a bureau',
        description:
          'A name that is not there yet makes a new bureau. With `If-Match` it is refused where somebody else published meanwhile.',
        params: Name,
        headers: IfMatch,
        body: BureauChange,
        response: answers({ 200: Bureau }, [400, 401, 403, 412, 413, 415, 422]),
      },
    },
    async (request, reply) => {
      const actor = actorOn(request)
      const { name } = request.params
      const { definition, why } = request.body
      const change = { kind: 'bureau', name, definition } as const
      const published = await publish(world, actor, { change, ifMatch: tagIn(request.headers['if-match']), why: why ?? null })
      if ('code' in published) return sendRefusal(reply, published, placesOf(published))
      const found = await readBureau(world, actor, name)
      return 'code' in found ? sendRefusal(reply, found) : reply.header('etag', `"${found.hash}"`).send(present(found) satisfies Bureau)
    },
  )
  app.put(
    '/bureau-definitions/:name/secrets/:secret',
    {
      config: { guarded: 'admin:bureaus' },
      schema: {
        operationId: 'enterSecret',
        tags,
        summary: 'Enter a secret of a bureau',
        description: 'It is stored encrypted and never shown again. One that the other side may still use is kept as the previous one.',
        params: SecretPlace,
        body: SecretValue,
        response: answers({ 200: Bureau }, [400, 401, 403, 404, 413, 415]),
      },
    },
    async (request, reply) => {
      const { name, secret } = request.params
      const found = await enterSecret(world, actorOn(request), name, secret, request.body.value)
      return 'code' in found ? sendRefusal(reply, found) : reply.send(present(found) satisfies Bureau)
    },
  )
  app.delete(
    '/bureau-definitions/:name/secrets/:secret',
    {
      config: { guarded: 'admin:bureaus' },
      schema: {
        operationId: 'forgetSecret',
        tags,
        summary: 'Remove a secret of a bureau',
        params: SecretPlace,
        response: answers({ 200: Bureau }, [401, 403, 404]),
      },
    },
    async (request, reply) => {
      const found = await forgetSecret(world, actorOn(request), request.params.name, request.params.secret)
      return 'code' in found ? sendRefusal(reply, found) : reply.send(present(found) satisfies Bureau)
    },
  )
  app.post(
    '/bureau-definitions/:name/test',
    {
      config: { guarded: 'admin:bureaus', repeats: 'no' },
      schema: {
        operationId: 'testConnection',
        tags,
        summary: 'Test connection',
        description: 'Changes nothing that the bureau would act on.',
        params: Name,
        response: answers({ 200: Findings }, [401, 403, 404]),
      },
    },
    async (request, reply) => {
      const found = await testConnection(world, bureaus, actorOn(request), request.params.name)
      return 'code' in found
        ? sendRefusal(reply, found)
        : reply.send({ items: found.map((finding) => ({ ...finding })) } satisfies Findings)
    },
  )
  app.get(
    '/bureau-definitions/:name/openpgp-key',
    {
      config: { guarded: 'admin:bureaus' },
      schema: {
        operationId: 'readOpenPgpKey',
        tags,
        summary: 'Our OpenPGP key for a bureau, to be given to it',
        params: Name,
        response: answers({ 200: OurKey }, [401, 403, 404, 409]),
      },
    },
    async (request, reply) => {
      const found = await readBureauKey(world, actorOn(request), request.params.name)
      return 'code' in found ? sendRefusal(reply, found) : reply.send(presentKey(found))
    },
  )
  app.post(
    '/bureau-definitions/:name/openpgp-key',
    {
      config: { guarded: 'admin:bureaus', repeats: 'begin' },
      schema: {
        operationId: 'makeOpenPgpKey',
        tags,
        summary: 'Generate an OpenPGP key for a bureau',
        description:
          'It is put in place of the one before, with a passphrase that nobody sees. The one before is kept as the previous one, and opens answers until it is removed.',
        params: Name,
        response: answers({ 200: OurKey }, [401, 403, 404]),
      },
    },
    async (request, reply) => {
      const made = await makeBureauKey(world, actorOn(request), request.params.name)
      return 'code' in made ? sendRefusal(reply, made) : reply.send(presentKey(made))
    },
  )
  app.post(
    '/schedule-preview',
    {
      config: { guarded: 'admin:bureaus', repeats: 'no' },
      schema: {
        operationId: 'previewSchedule',
        tags,
        summary: 'What a schedule would be, in words',
        description: 'It only reads.',
        body: AskedSchedule,
        response: answers({ 200: SchedulePreview }, [400, 401, 403, 413, 415]),
      },
    },
    async (request, reply) => {
      const told = previewSchedule(world, actorOn(request), request.body)
      if ('code' in told) return sendRefusal(reply, told)
      const preview = 'why' in told ? { schedule: null, why: told.why } : { schedule: presentSchedule(told), why: null }
      return reply.send(preview satisfies SchedulePreview)
    },
  )
}

/** Where in the body an objection stands; the name of a bureau stands in the address. */
const placesOf = ({ problems }: Refusal): More =>
  problems
    ? {
        errors: problems.map(({ field, sentence }) => ({ pointer: field === 'name' ? '/name' : `/definition/${field}`, detail: sentence })),
      }
    : {}

const present = ({ name, definition, hash, secrets, schedule, press, takesNewOrders, keys }: BureauView): Bureau => ({
  name,
  definition,
  version: hash,
  secrets: secrets.map((secret) => ({ ...secret, enteredAt: secret.enteredAt?.toISOString() ?? null })),
  schedule: presentSchedule(schedule),
  press: press ? { id: press.id, stoppedAt: press.stoppedAt?.toISOString() ?? null, stoppedWhy: press.stoppedWhy } : null,
  takesNewOrders,
  plainLayout,
  keys: keys.map((key) =>
    'why' in key
      ? { fingerprint: null, userId: null, expires: null, why: key.why }
      : { fingerprint: key.fingerprint, userId: key.userId, expires: key.expires?.toISOString() ?? null, why: null },
  ),
})

const presentSchedule = ({ cron, timeZone, words, next }: ScheduleView): ScheduleWords => ({
  cron,
  timeZone,
  words,
  next: next.map((due) => due.toISOString()),
})

const presentKey = ({ publicKey, fingerprint, userId, expires }: BureauKeyView): OurKey => ({
  publicKey,
  fingerprint,
  userId,
  expires: expires?.toISOString() ?? null,
})
