import type { FastifyReply, FastifyRequest } from 'fastify'
import { type Refusal, refuse } from '../engine/refusal.ts'
import { databaseTrouble } from '../runtime/trouble.ts'
import type { Problem } from './contract/refusal.ts'
import { Misfit, TITLES } from './schema.ts'

/** What a refusal may bring along besides itself. */
export type More = Partial<Pick<Problem, 'errors' | 'run' | 'results' | 'id'>>

/** A refusal on its way through the framework, which knows only how to throw. */
export class Refused extends Error {
  readonly refusal: Refusal

  constructor(refusal: Refusal) {
    super(refusal.code)
    this.refusal = refusal
  }
}

/** A body that is nested more deeply than is read. */
export class MalformedJson extends Error {
  readonly code = 'FST_ERR_CTP_INVALID_JSON_BODY'
}

/** Answers a refusal as RFC 9457 problem details. Its status is the one its code stands for, unless told. */
export function sendRefusal(reply: FastifyReply, refusal: Refusal, more: More = {}, status = statusOf(refusal)): FastifyReply {
  return sendProblem(reply, problemOf(refusal, status, more))
}

export function sendProblem(reply: FastifyReply, problem: Problem): FastifyReply {
  // A string goes out as it is: the schema of the route's success must not shape it.
  return reply.code(problem.status).type('application/problem+json').serializer(asIs).send(JSON.stringify(problem))
}

export function problemOf(refusal: Refusal, status: number, more: More = {}): Problem {
  const errors = more.errors ?? refusal.problems?.map(({ field, sentence }) => ({ pointer: `/input/${pointed(field)}`, detail: sentence }))
  return {
    type: `/api#problem-${refusal.code}`,
    title: TITLES[status] ?? 'Refused',
    status,
    detail: refusal.sentence,
    code: refusal.code,
    remedy: refusal.remedy,
    ...(errors && { errors }),
    ...(more.run && { run: more.run }),
    ...(more.results && { results: more.results }),
    ...(more.id && { id: more.id }),
  }
}

/** The status of a refusal. Whatever is not listed is a conflict with how things are now. */
export function statusOf({ code }: Refusal): number {
  if (code in STATUS) return STATUS[code] ?? 409
  return code.startsWith('no_such_') ? 404 : 409
}

const STATUS: Readonly<Record<string, number>> = {
  not_permitted: 403,
  not_your_run: 403,
  own_object: 403,
  own_request: 403,
  not_signed_in: 401,
  sign_in_refused: 401,
  csrf: 403,
  address_not_allowed: 403,
  cross_site: 403,
  not_for_programs: 403,
  prove_identity: 403,
  wrong_proof: 422,
  weak_password: 422,
  passkey_refused: 422,
  nothing_chosen: 422,
  invalid_provider: 422,
  certificate_refused: 401,
  provider_down: 503,
  session_ended: 401,
  second_factor_needed: 401,
  set_up_needed: 401,
  invalid_request: 400,
  invalid_input: 422,
  invalid_options: 422,
  invalid_duties: 422,
  invalid_bureau: 422,
  invalid_privacy: 422,
  invalid_role: 422,
  invalid_units: 422,
  invalid_preview: 422,
  beyond_own: 403,
  only_looking: 403,
  cannot_attach: 422,
  no_objects: 422,
  creates_one: 422,
  one_at_a_time: 422,
  object_twice: 422,
  one_version: 422,
  invalid_cursor: 400,
  no_such_filter: 400,
  no_such_sort: 400,
  file_unreadable: 422,
  mapping_unfit: 422,
  photo_unfit: 422,
  changed_meanwhile: 412,
  too_many_requests: 429,
  database_unavailable: 503,
  disk_full: 503,
  busy: 503,
}

/** What was thrown, as an answer: what the framework refuses, what the database cannot do for now, and everything else as our own fault. */
export function sendFailure(error: unknown, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  if (error instanceof Refused) return sendRefusal(reply, error.refusal)
  if (error instanceof Misfit) return sendRefusal(reply, invalidRequest, { errors: [...error.problems] })
  const known = frameworkRefusal(error)
  if (known) return sendRefusal(reply, known.refusal, {}, known.status)
  const trouble = databaseTrouble(error)
  if (trouble) {
    request.log.error({ err: error, code: trouble.code }, 'The database cannot answer.')
    return sendRefusal(reply.header('retry-after', '2'), trouble)
  }
  request.log.error({ err: error }, 'A fault.')
  return sendRefusal(reply, { ...fault, remedy: `${fault.remedy} ${request.id}.` }, { id: request.id }, 500)
}

const asIs = (text: unknown): string => text as string

const pointed = (name: string): string => name.replaceAll('~', '~0').replaceAll('/', '~1')

const invalidRequest = refuse(
  'invalid_request',
  'The request is not of the form it must have. Nothing was changed.',
  'Correct what is named; the forms are described at /api.',
)

const fault = refuse(
  'fault',
  'Cardinal made a mistake, and did not finish this.',
  'Look at the object: what you see there is what is so now. If it happens again, tell an administrator the number',
)

function frameworkRefusal(error: unknown): { status: number; refusal: Refusal } | undefined {
  if (!(error instanceof Error) || !('code' in error)) return undefined
  const found = FRAMEWORK[String(error.code)]
  if (found) return found
  const status = 'statusCode' in error && typeof error.statusCode === 'number' ? error.statusCode : 500
  if (status < 400 || status >= 500) return undefined
  return { status, refusal: { ...invalidRequest, code: 'invalid_request' } }
}

const malformed = {
  status: 400,
  refusal: refuse('malformed_json', 'The body is not JSON that is read here. Nothing was changed.', 'Send a JSON object.'),
}
const FRAMEWORK: Readonly<Record<string, { status: number; refusal: Refusal }>> = {
  FST_ERR_CTP_INVALID_JSON_BODY: malformed,
  FST_ERR_CTP_EMPTY_JSON_BODY: malformed,
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: {
    status: 400,
    refusal: refuse('invalid_request', 'The body is not as long as was said. Nothing was changed.', 'Send it again.'),
  },
  FST_ERR_CTP_INVALID_MEDIA_TYPE: {
    status: 415,
    refusal: refuse(
      'wrong_content_type',
      'The body is not of a kind that is taken here. Nothing was changed.',
      'Send JSON with the content type application/json, a people file as text/csv, or a photo as image/jpeg.',
    ),
  },
  FST_ERR_CTP_BODY_TOO_LARGE: {
    status: 413,
    refusal: refuse(
      'too_large',
      'The body is larger than is taken here. Nothing was changed.',
      'Send less at a time: a command takes up to 8 MB, a photo up to 10 MB, a people file up to 40 MB.',
    ),
  },
  FST_ERR_MAX_PARAM_LENGTH: {
    status: 404,
    refusal: refuse(
      'no_such_route',
      'There is nothing at an address as long as this. Nothing was changed.',
      'The addresses of the API are listed at /api.',
    ),
  },
  FST_ERR_BAD_URL: {
    status: 400,
    refusal: refuse('invalid_request', 'The address cannot be read. Nothing was changed.', 'Check the percent signs in it.'),
  },
}
