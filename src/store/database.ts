/**
 * The database, as the rest of Cardinal sees it. There are two kinds, embedded and PostgreSQL, and one dialect: both speak PostgreSQL's
 * own protocol through the same driver, so a value, an error and a notification are the same in both.
 *
 * Values: jsonb goes in as `JSON.stringify(x)` with `$n::jsonb` and comes back parsed; uuid arrays go in as `$n::uuid[]`; a timestamptz
 * is a Date; an int8 is a number (one too large for a number throws); a date is its text, `2026-11-22`; numeric is its text.
 *
 * Statements: one that begins with a word of data (select, insert, update, delete, merge, with) is prepared once for each connection and
 * after a few uses may get a plan that fits every value; one with a list (`= any($1)`) is planned for each. Where the best plan hangs on
 * the value (a search), begin the statement with a comment, such as `/* planned afresh *\/`: it is then planned each time. Name the
 * columns; `select *` breaks when a table grows.
 */
export interface Queryable {
  /** Runs one statement with its values bound to $1, $2 … and answers its rows. */
  query<Row = Record<string, unknown>>(text: string, values?: readonly unknown[]): Promise<Row[]>

  /** Runs several statements without values, separated by semicolons, and answers the rows of all. Outside a transaction they commit together or not at all. */
  script<Row = Record<string, unknown>>(text: string): Promise<Row[]>
}

export interface Transaction extends Queryable {
  /**
   * The transaction's last statement: it is sent together with the commit, in one round trip. When the answer is here, all of it is
   * committed; if the statement fails, nothing is. Nothing more may be asked of this transaction, and the work must not throw after it.
   */
  last<Row = Record<string, unknown>>(text: string, values?: readonly unknown[]): Promise<Row[]>
}

export interface Database extends Queryable {
  readonly kind: 'embedded' | 'postgres'

  /**
   * Runs one statement that finds what it wants at once, such as a row by its key. Those that come while others are under way share their
   * connection and leave with them, which spares most of what it costs to ask; a slow one would hold up the others.
   */
  lookUp<Row = Record<string, unknown>>(text: string, values?: readonly unknown[]): Promise<Row[]>

  /**
   * Commits when the work returns, rolls back when it throws. A failed statement spoils the whole transaction, also when the work
   * swallowed its error: then the transaction is rolled back and that error is thrown.
   *
   * Inside the work, ask only `tx`. A question to the database itself would wait for a second connection, on the embedded database for
   * ever; so there it throws at once.
   */
  transaction<T>(work: (tx: Transaction) => Promise<T>): Promise<T>

  /**
   * Calls `heard` with the payload of each notification on the channel, until the answered function is called.
   *
   * A notification is a hint to look, and no more: those sent while a connection was lost are not heard. After such a gap `heard` is
   * called once with an empty payload.
   */
  listen(channel: string, heard: (payload: string) => void): Promise<() => Promise<void>>

  /** Waits for what is under way, then closes. */
  close(): Promise<void>
}
