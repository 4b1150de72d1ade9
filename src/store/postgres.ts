import { Client, type ClientConfig, Pool } from 'pg'
import { CannotOpen } from './cannot-open.ts'
import { readings } from './connection.ts'
import type { Database } from './database.ts'
import { pooledDatabase } from './pooled.ts'
import { listenOnServer } from './server-listener.ts'

/**
 * Opens a PostgreSQL database. Everything about the connection (user, TLS, `options=-csearch_path=…` for a schema of its own) is in the
 * URL, as libpq writes it.
 */
export async function openPostgres(databaseUrl: string, connections = 10): Promise<Database> {
  checkUrl(databaseUrl)
  const config: ClientConfig = {
    connectionString: databaseUrl,
    fallback_application_name: 'cardinal',
    keepAlive: true,
    connectionTimeoutMillis: 30_000,
    types: readings,
    pipeline: true,
  }
  await checkServer(config)
  const pool = new Pool({ ...config, max: connections, idleTimeoutMillis: 60_000 })
  pool.on('error', () => {}) // An idle connection was lost. The pool has dropped it and makes a new one when it is needed.
  const listener = listenOnServer(() => new Client(config))
  return pooledDatabase('postgres', pool, listener.listen, async () => {
    await listener.close()
    await pool.end()
  })
}

interface ServerVersion {
  /** As `server_version_num` has it: 150004 is 15.4. */
  readonly number: number
  readonly name: string
}

export function checkVersion({ number, name }: ServerVersion): void {
  if (number >= oldest * 10_000) return
  throw new CannotOpen(
    'database-too-old',
    `The server that DATABASE_URL names is PostgreSQL ${name}; Cardinal needs ${oldest} or newer.`,
    'Upgrade the server, or name another one. Nothing was changed.',
  )
}

const remedy = 'Correct the setting DATABASE_URL, or leave it out to use the embedded database. Nothing was changed.'
const oldest = 15

function checkUrl(databaseUrl: string): void {
  if (!/^postgres(ql)?:\/\//.test(databaseUrl) || !URL.canParse(databaseUrl.replace(/^postgres(ql)?:\/\/\//, 'postgres://localhost/'))) {
    throw new CannotOpen('database-url', 'DATABASE_URL is not of the form postgres://user:password@host:5432/database.', remedy)
  }
}

async function checkServer(config: ClientConfig): Promise<void> {
  let client: Client | undefined
  try {
    client = new Client({ ...config, connectionTimeoutMillis: 10_000 })
    client.on('error', () => {}) // What happens to this connection is told by its answers.
    await client.connect()
    const { rows } = await client.query<ServerVersion>(
      "select current_setting('server_version_num')::int as number, current_setting('server_version') as name",
    )
    if (rows[0] !== undefined) checkVersion(rows[0])
  } catch (error) {
    if (error instanceof CannotOpen) throw error
    throw new CannotOpen('database-unreachable', `The database that DATABASE_URL names cannot be opened: ${reason(error)}.`, remedy, error)
  } finally {
    await client?.end().catch(() => {})
  }
}

function reason(error: unknown): string {
  if (error instanceof AggregateError) return error.errors.map(reason).join(', ')
  return (error instanceof Error ? error.message : String(error)).replace(/\.$/, '')
}
