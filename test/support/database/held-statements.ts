/**
 * Holds a service at exactly the statement that changes the row of an operation. It does so in the database, with a
 * trigger that waits for a lock that the test holds. If the service is killed there, it has done everything before the
 * statement and nothing after it.
 *
 *   claim   queued ─► running      mark   the result of an attempt      end   running ─► succeeded, failed, cancelled
 *
 * A claim or a mark is a single statement. If it is released after the service is dead, PostgreSQL still carries it
 * out, and only its result is lost. An end is one of several statements of a transaction, which is rolled back when the
 * service dies.
 */
import pg from 'pg';

export type HeldMoment = 'claim' | 'mark' | 'end';

/** A class of advisory locks that no service uses. */
const HOLD_CLASS = 0x686f6c64;

const SCHEMA = `
  create table test_holds (key integer generated always as identity, guest_name text not null, moment text not null);
  create function test_hold() returns trigger language plpgsql as $$
  declare
    held integer;
    moment_now text := case
      when old.state = 'queued' and new.state = 'running' then 'claim'
      when old.state = 'running' and new.state in ('succeeded', 'failed', 'cancelled') then 'end'
      when new.state = 'running' and (new.steps_done, new.step_begun) is distinct from (old.steps_done, old.step_begun) then 'mark'
    end;
  begin
    select key into held from test_holds where guest_name = new.subject_name and moment = moment_now limit 1;
    if held is not null then perform pg_advisory_xact_lock_shared(${HOLD_CLASS}, held); end if;
    return new;
  end $$;
  create trigger test_hold before update on operations for each row execute function test_hold()`;

export class HeldStatements {
  readonly #client: pg.Client;

  private constructor(client: pg.Client) {
    this.#client = client;
  }

  /** Prepares a migrated database, unless an earlier session has prepared it. */
  static async open(config: pg.ClientConfig): Promise<HeldStatements> {
    const client = new pg.Client(config);
    client.on('error', () => undefined);
    await client.connect();
    const { rowCount } = await client.query(`select from pg_class where relname = 'test_holds'`);
    if (rowCount === 0) await client.query(SCHEMA);
    return new HeldStatements(client);
  }

  /** Makes the next statement of this kind for the guest wait. */
  async hold(guestName: string, moment: HeldMoment): Promise<void> {
    const { rows } = await this.#client.query<{ key: number }>(
      'insert into test_holds (guest_name, moment) values ($1, $2) returning key',
      [guestName, moment],
    );
    await this.#client.query('select pg_advisory_lock($1, $2)', [HOLD_CLASS, rows[0]?.key]);
  }

  /** Whether a service now waits at this statement. */
  async isHeld(guestName: string, moment: HeldMoment): Promise<boolean> {
    const { rowCount } = await this.#client.query(
      `select from pg_locks l join test_holds h on l.objid = h.key::oid
       where l.locktype = 'advisory' and l.classid = $1::bigint::oid and not l.granted and h.guest_name = $2 and h.moment = $3
         and l.database = (select oid from pg_database where datname = current_database())`,
      [HOLD_CLASS, guestName, moment],
    );
    return rowCount !== 0;
  }

  /** Releases everything: waiting statements continue, and no later statement waits. */
  async release(): Promise<void> {
    await this.#client.query('delete from test_holds');
    await this.#client.query('select pg_advisory_unlock_all()');
  }

  async close(): Promise<void> {
    await this.#client.end().catch(() => undefined);
  }
}
