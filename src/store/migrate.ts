/**
 * The migrations runner: brings a database to the schema this program was written for, or refuses.
 *
 * A static list (migrations.ts), not a folder: it works the same from TypeScript and from the built program, and a bundler sees it.
 * Each migration is one transaction together with its row in `guesthouse_migrations`; a transaction-level advisory lock lets one
 * program at a time through, so replicas may start together and nothing is ever left locked by one that died.
 *
 * Refused, in plain words: a database that knows a migration this program does not (it is newer), and one whose migrations
 * are not the beginning of our list (made by a different line of the program).
 *
 * Invariant: a failing migration leaves nothing, not even its row (`test/store/migrate.test.ts`).
 */
import type { Knex } from 'knex';
import { GuesthouseError } from '../domain/errors.js';
import type { Log } from '../domain/log.js';
import type { Database } from './database.js';
import { inTransaction } from './transaction.js';

export interface Migration {
  /** Unique and for ever: `0001-guests`. Ascending in the list. */
  readonly name: string;
  /** Runs inside a transaction of its own: nothing that PostgreSQL forbids there (`create index concurrently`). */
  up(trx: Knex.Transaction): Promise<void>;
}

/** Key of the advisory lock, ours by choice: "gues" in ASCII, then a number. */
const LOCK_CLASS = 0x67756573;
const LOCK_MIGRATIONS = 1;

/** Applies what is missing and returns the names of what this call applied. */
export async function migrate(
  db: Database,
  migrations: readonly Migration[],
  options: { log: Log },
): Promise<readonly string[]> {
  const names = migrations.map((migration) => migration.name);
  requireAscending(names);
  const done: string[] = [];
  for (;;) {
    const name = await inTransaction(db, async (trx) => {
      await takeLock(trx);
      const next = migrations[await countApplied(trx, names)];
      if (next === undefined) return undefined;
      await next.up(trx);
      await trx('guesthouse_migrations').insert({ name: next.name });
      return next.name;
    });
    if (name === undefined) return done;
    options.log.info({ migration: name }, 'database migrated');
    done.push(name);
  }
}

async function takeLock(trx: Knex.Transaction): Promise<void> {
  // A long migration, and whoever waits for it, is not a statement that hangs.
  await trx.raw('set local statement_timeout = 0');
  await trx.raw('set local idle_in_transaction_session_timeout = 0');
  // Must come before the table is looked for: two programs that both create it would collide, even with "if not exists".
  await trx.raw('select pg_advisory_xact_lock(?, ?)', [LOCK_CLASS, LOCK_MIGRATIONS]);
  await trx.raw(
    'create table if not exists guesthouse_migrations (name text primary key, applied_at timestamptz(3) not null default now())',
  );
}

async function countApplied(trx: Knex.Transaction, names: readonly string[]): Promise<number> {
  const rows = await trx<{ name: string }>('guesthouse_migrations').select('name').orderByRaw('name collate "C"');
  const applied = rows.map((row) => row.name);
  const unknown = applied.filter((name) => !names.includes(name));
  if (unknown.length > 0) {
    throw new GuesthouseError(
      'internal',
      `The database was created by a newer Guesthouse (this one does not know ${unknown.join(', ')}). ` +
        'Start that version or a newer one, or use a separate database for this one.',
    );
  }
  const missing = names.slice(0, applied.length).filter((name) => !applied.includes(name));
  if (missing.length > 0) {
    throw new GuesthouseError(
      'internal',
      `The database lacks ${missing.join(', ')} but has later migrations: it was created by another development line of ` +
        'Guesthouse. Start the version that created it, or use a separate database for this one.',
    );
  }
  return applied.length;
}

function requireAscending(names: readonly string[]): void {
  const wrong = names.find((name, index) => index > 0 && name <= (names[index - 1] ?? ''));
  if (wrong === undefined) return;
  throw new GuesthouseError('internal', `The migration ${wrong} is out of order: names must ascend.`);
}
