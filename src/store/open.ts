import type { Database } from './database.ts'
import { openEmbedded } from './embedded.ts'
import { openPostgres } from './postgres.ts'

export interface DatabaseSettings {
  /** `postgres://…`; without it the embedded database in the data folder is used. */
  readonly databaseUrl?: string | undefined
  readonly dataDir: string
  /** How many connections a node holds to PostgreSQL at most; 10 unless told. */
  readonly connections?: number | undefined
}

/** Opens the database the settings name. What a person can put right is thrown as `CannotOpen`. */
export const openDatabase = ({ databaseUrl, dataDir, connections }: DatabaseSettings): Promise<Database> =>
  databaseUrl ? openPostgres(databaseUrl, connections) : openEmbedded(dataDir)
