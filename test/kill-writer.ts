import { writeSync } from 'node:fs'
import { openDatabase } from '../src/store/open.ts'

/**
 * Writes to the embedded database of the folder it is given until it is killed. It says what it finds, and then each number once its
 * commit was answered. A transaction adds an entry and counts it, so that half of one could be seen.
 */
const db = await openDatabase({ dataDir: process.argv[2] ?? '' })
const say = (what: object) => writeSync(1, `${JSON.stringify(what)}\n`) // At once, however soon the end comes.

await db.script(`
  create table if not exists entry (number int primary key, filler text not null);
  create table if not exists counted (entries int not null);
  insert into counted select 0 where not exists (select from counted)`)
const [found] = await db.query<{ entries: number; highest: number; counted: number }>(
  'select (select count(*)::int from entry) as entries, (select coalesce(max(number), 0) from entry) as highest, entries as counted from counted',
)
if (found === undefined) throw new Error('The count is gone.')
say({ found })

for (let number = found.highest + 1; ; number++) {
  await db.transaction(async (tx) => {
    await tx.query('insert into entry values ($1::int, repeat(md5($1::int::text), 30))', [number])
    await tx.last('update counted set entries = entries + 1')
  })
  say({ committed: number })
  if (number % 40 === 0) await db.script('checkpoint')
  if (number % 70 === 0) await db.query('vacuum counted')
}
