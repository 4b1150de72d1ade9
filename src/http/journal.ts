import { Type } from 'typebox'
import { type JournalView, journalEntries, journalKeys, journalProof, journalView } from '../runtime/journal-desk.ts'
import { requestVerification } from '../runtime/verify-journal.ts'
import { type Api, type App, actorOn } from './api.ts'
import { Journal, JournalEntries, JournalEntriesQuery, JournalKeys, JournalProof, type JournalVerification } from './contract/journal.ts'
import { Id } from './contract/parameters.ts'
import { sendRefusal } from './problem.ts'
import { answers } from './schema.ts'

const tags = ['Journal']

/** The journal: whether it is whole, what it says, and proofs of it. */
export function registerJournal(app: App, { world }: Pick<Api, 'world'>): void {
  app.get(
    '/journal',
    {
      config: { guarded: 'admin:journal' },
      schema: {
        operationId: 'journal',
        tags,
        summary: 'Whether the journal is whole, and up to where it is sealed',
        response: answers({ 200: Journal }, [401, 403]),
      },
    },
    async (request, reply) => {
      const view = await journalView(world, actorOn(request))
      return 'code' in view ? sendRefusal(reply, view) : reply.header('cache-control', 'no-store').send(presentJournal(view))
    },
  )
  app.post(
    '/journal/verify',
    {
      config: { guarded: 'admin:journal', repeats: 'no' },
      schema: {
        operationId: 'verifyJournal',
        tags,
        summary: 'Verify the journal now',
        description: 'A job does it; how far it is stands in the journal, as `running`. Where one is under way, that is the one.',
        response: answers({ 202: Type.Object({ verification: Type.String() }) }, [401, 403]),
      },
    },
    async (request, reply) => {
      const verification = await requestVerification(world, actorOn(request))
      return typeof verification === 'string' ? reply.code(202).send({ verification }) : sendRefusal(reply, verification)
    },
  )
  app.get(
    '/journal/entries',
    {
      config: { guarded: 'admin:journal' },
      schema: {
        operationId: 'journalEntries',
        tags,
        summary: 'The entries, newest first, in sentences',
        querystring: JournalEntriesQuery,
        response: answers({ 200: JournalEntries }, [400, 401, 403]),
      },
    },
    async (request, reply) => {
      const { after, limit = 50, object, from, to, ...filter } = request.query
      const times = { from: from === undefined ? undefined : new Date(from), to: to === undefined ? undefined : new Date(to) }
      const found = await journalEntries(world, actorOn(request), { ...filter, objectId: object, ...times }, after, limit)
      if ('code' in found) return sendRefusal(reply, found)
      const items = found.items.map(({ entry, sentence, object: about, changes }) => ({
        id: entry.id,
        at: entry.at.toISOString(),
        kind: entry.kind,
        actor: entry.actorName,
        roles: entry.actorRoles && [...entry.actorRoles],
        address: entry.actorAddress ?? addressIn(entry.facts),
        useCase: entry.useCase,
        run: entry.runId,
        sentence,
        object: about && { ...about },
        changes: [...changes],
      }))
      return reply.send({ items, next: found.next } satisfies JournalEntries)
    },
  )
  app.get(
    '/journal/entries/:id/proof',
    {
      config: { guarded: 'admin:journal' },
      schema: {
        operationId: 'journalProof',
        tags,
        summary: 'The proof that an entry is in the journal',
        description: 'A file that anyone can check without this installation: `node verify-journal.js --proof <file>`.',
        params: Id,
        response: answers({ 200: JournalProof }, [401, 403, 404, 409]),
      },
    },
    async (request, reply) => {
      const proof = await journalProof(world, actorOn(request), request.params.id)
      if ('code' in proof) return sendRefusal(reply, proof)
      // As bytes, which nothing on the way out shapes: it is proven as it is.
      return reply
        .type('application/json')
        .header('cache-control', 'private, no-store')
        .header('content-disposition', `attachment; filename="journal-proof-${proof.position}.json"`)
        .send(Buffer.from(`${JSON.stringify(proof, null, 2)}\n`))
    },
  )
  app.get(
    '/journal/keys',
    {
      config: { guarded: 'nobody' },
      schema: {
        operationId: 'journalKeys',
        tags,
        summary: 'The public keys that the journal is sealed with',
        response: answers({ 200: JournalKeys }, []),
      },
    },
    async (_, reply) => {
      const keys = (await journalKeys(world)).map(({ verifier, hash, madeAt, endsAt }) => ({
        key: verifier,
        hash,
        madeAt: madeAt.toISOString(),
        endsAt: endsAt?.toISOString() ?? null,
      }))
      return reply.header('cache-control', 'public, max-age=60').send({ keys } satisfies JournalKeys)
    },
  )
}

/** A sign-in tells it among its facts, for nobody had come in yet. */
const addressIn = ({ address }: Readonly<Record<string, unknown>>): string | null => (typeof address === 'string' ? address : null)

const presentJournal = ({ running, last, checkpoint, unsealed, anchors }: JournalView): Journal => ({
  ...(running && { running: presentVerification(running) }),
  ...(last && { last: presentVerification(last) }),
  ...(checkpoint && {
    checkpoint: {
      origin: checkpoint.origin,
      size: checkpoint.size,
      root: checkpoint.root.toString('base64'),
      at: checkpoint.at.toISOString(),
      note: checkpoint.note,
      keys: [...checkpoint.keys],
    },
  }),
  unsealed,
  anchors: anchors.map(({ kind, target, tried }) => ({
    kind,
    target,
    triedAt: tried?.triedAt.toISOString() ?? null,
    workedAt: tried?.workedAt?.toISOString() ?? null,
    size: tried?.size ?? null,
    trouble: tried?.trouble ?? null,
  })),
})

const presentVerification = (one: NonNullable<JournalView['last']>): JournalVerification => ({
  id: one.id,
  startedAt: one.startedAt.toISOString(),
  endedAt: one.endedAt?.toISOString() ?? null,
  by: one.byName,
  checked: one.checked,
  total: one.total,
  seconds: one.endedAt ? (one.endedAt.getTime() - one.startedAt.getTime()) / 1000 : 0,
  faults: one.faults,
  findings: one.findings.map((finding) => ({ ...finding })),
})
