/**
 * The migrations runner: it brings a database to the schema of this program, or rejects the database.
 *
 * The migrations are a static list (migrations.ts), not a folder, so that they work the same from TypeScript, from the
 * built program, and with a bundler. Each migration runs in one transaction, which also inserts its row in
 * `guesthouse_migrations`. A transaction-level advisory lock admits one program at a time, so that replicas can start
 * together, and a program that dies leaves no lock behind.
 *
 * Rejected: a database with a migration that this program does not know (a newer program created it), and a database
 * whose migrations are not the beginning of our list (created by a different branch of Guesthouse).
 *
 * Invariant: a failing migration leaves nothing, not even its row (`test/store/migrate.test.ts`).
 */
import type { Knex } from 'knex';
import { GuesthouseError } from '../domain/errors.js';
import type { Log } from '../domain/log.js';
import type { Database } from './database.js';
import { inTransaction } from './transaction.js';

export interface Migration {
  /** Unique, for example `0001-guests`. Must never change. The names ascend in the list. */
  readonly name: string;
  /**
   * Runs inside its own transaction, so it must not contain statements that PostgreSQL forbids in a transaction
   * (`create index concurrently`). A migration that removes something from existing rows logs this.
   */
  up(trx: Knex.Transaction, log: Log): Promise<void>;
}

/** Key of the advisory lock, an arbitrary constant: "gues" in ASCII, then a number. */
const LOCK_CLASS = 0x67756573;
const LOCK_MIGRATIONS = 1;

/** Applies the missing migrations and returns the names of those that this call applied. */
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
      await next.up(trx, options.log);
      await trx('guesthouse_migrations').insert({ name: next.name });
      return next.name;
    });
    if (name === undefined) return done;
    options.log.info({ migration: name }, 'database migrated');
    done.push(name);
  }
}

async function takeLock(trx: Knex.Transaction): Promise<void> {
  // The timeouts for hanging statements must not affect a long migration, or a program that waits for it.
  await trx.raw('set local statement_timeout = 0');
  await trx.raw('set local idle_in_transaction_session_timeout = 0');
  // Must come before the table is created: two programs that create it at the same time would conflict, even with "if
  // not exists".
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
      `The database was created by a newer Guesthouse (this version does not know ${unknown.join(', ')}). ` +
        'Start that version or a newer one, or use a separate database for this one.',
    );
  }
  const missing = names.slice(0, applied.length).filter((name) => !applied.includes(name));
  if (missing.length > 0) {
    throw new GuesthouseError(
      'internal',
      `The database lacks ${missing.join(', ')} but has later migrations: it was created by a different ` +
        'branch of Guesthouse. Start the version that created it, or use a separate database for this one.',
    );
  }
  return applied.length;
}

function requireAscending(names: readonly string[]): void {
  const wrong = names.find((name, index) => index > 0 && name <= (names[index - 1] ?? ''));
  if (wrong === undefined) return;
  throw new GuesthouseError('internal', `The migration ${wrong} is out of order: names must ascend.`);
}
