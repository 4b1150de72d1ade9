import { importUsers } from '../catalog/use-cases/import-users.ts'
import { updateImportedUsers } from '../catalog/use-cases/update-imported-users.ts'
import { type Refusal, refuse } from '../engine/refusal.ts'
import { startPermission } from '../engine/use-case.ts'
import { type Delimiter, isDelimiter } from '../identity/csv.ts'
import { type Encoding, isEncoding } from '../identity/decode.ts'
import { importFile } from '../runtime/import.ts'
import { type Api, type App, actorOn } from './api.ts'
import { ImportReport } from './contract/admin.ts'
import { ImportQuery } from './contract/parameters.ts'
import { sendRefusal } from './problem.ts'
import { answers, validatorOf } from './schema.ts'

const LARGEST_FILE = 40 * 1024 * 1024

/** Brings in people from a file, which is the body itself. */
export function registerImports(app: App, { world }: Api): void {
  app.addContentTypeParser(
    ['text/csv', 'text/plain', 'application/octet-stream', 'application/vnd.ms-excel'],
    { parseAs: 'buffer', bodyLimit: LARGEST_FILE },
    (_, body, done) => done(null, body),
  )
  app.post(
    '/imports/users',
    {
      bodyLimit: LARGEST_FILE,
      config: { guarded: ['admin:import', startPermission(importUsers), startPermission(updateImportedUsers)], repeats: 'begin' },
      // The body is a file; whoever reads it says what is wrong with it.
      validatorCompiler: (part) => (part.httpPart === 'body' ? (value) => ({ value }) : validatorOf(part)),
      schema: {
        operationId: 'importUsers',
        tags: ['Administration'],
        summary: 'Import users from a CSV file',
        description:
          'Users who are known, by employee number or e-mail, are brought up to date; the others are created. A file with one bad row changes nothing.',
        consumes: ['text/csv'],
        querystring: ImportQuery,
        body: { type: 'string', format: 'binary', description: 'The file.' },
        response: answers({ 200: ImportReport }, [400, 401, 403, 409, 413, 415, 422]),
      },
    },
    async (request, reply) => {
      const { dryRun = false, ...told } = request.query
      const settings = readSettings(told)
      if ('code' in settings) return sendRefusal(reply, settings, {}, 400)
      if (!Buffer.isBuffer(request.body)) return sendRefusal(reply, noFile)
      const report = await importFile(world, actorOn(request), request.body, { ...settings, dryRun })
      return 'code' in report ? sendRefusal(reply, report) : reply.send(report satisfies ImportReport)
    },
  )
}

interface Settings {
  delimiter?: Delimiter
  encoding?: Encoding
  mapping?: Record<string, string | null>
}

const SIGNS = new Map<string, Delimiter>([
  [';', 'semicolon'],
  [',', 'comma'],
  ['\t', 'tab'],
])
const ENCODINGS = new Map<string, Encoding>([
  ['utf-8', 'UTF-8'],
  ['windows-1252', 'Windows-1252'],
  ['utf-16', 'UTF-16'],
])

function readSettings({ delimiter, encoding, mapping }: { delimiter?: string; encoding?: string; mapping?: string }): Settings | Refusal {
  const word = delimiter === undefined ? undefined : (SIGNS.get(delimiter) ?? delimiter)
  if (word !== undefined && !isDelimiter(word))
    return unfit(`The delimiter "${word.slice(0, 20)}" is not known.`, 'Give semicolon, comma or tab, or leave it out.')
  const known = encoding === undefined ? undefined : (ENCODINGS.get(encoding.toLowerCase()) ?? encoding)
  if (known !== undefined && !isEncoding(known))
    return unfit(`The encoding "${known.slice(0, 20)}" is not known.`, 'Give utf-8 or windows-1252, or leave it out.')
  const read = mapping === undefined ? {} : readMapping(mapping)
  if (!read)
    return unfit('The mapping is not a JSON object of headers and fields.', 'Send such as {"Vorname": "firstName", "Notes": null}.')
  return { ...(word !== undefined && { delimiter: word }), ...(known !== undefined && { encoding: known }), mapping: read }
}

function readMapping(text: string): Record<string, string | null> | undefined {
  try {
    const read: unknown = JSON.parse(text)
    if (typeof read !== 'object' || read === null || Array.isArray(read)) return undefined
    const isMapping = Object.values(read).every((field) => field === null || typeof field === 'string')
    return isMapping ? (read as Record<string, string | null>) : undefined
  } catch {
    return undefined
  }
}

const unfit = (sentence: string, remedy: string): Refusal => refuse('invalid_request', `${sentence} Nothing was changed.`, remedy)

const noFile = refuse(
  'file_unreadable',
  'There is no file in the request. Nothing was changed.',
  'Send the file itself as the body, with the content type text/csv.',
)
