/**
 * Searches for secrets in places that must not contain any: the log, a table, a command line. Every service of every
 * test is checked when the test ends it (service.ts), so a full run checks everything that the services wrote.
 */
import pg from 'pg';

/**
 * Credentials of services, our own tokens, signed tokens (the parts of a JWT), and Keystone's tokens (Fernet). Each
 * kind has a unique form.
 */
const SECRET = String.raw`ghs_\d+_[A-Za-z0-9_-]{43}|gh_[A-Za-z0-9_-]{43}|eyJ[A-Za-z0-9_-]{10,}\.eyJ[A-Za-z0-9_-]{10,}\.|gAAAAA[A-Za-z0-9_-]{60,}`;
const PATTERN = new RegExp(SECRET);

export function hasSecret(text: string): boolean {
  return PATTERN.test(text);
}

/** Returns the tables of a database that have a secret in any column of any row. */
export async function tablesWithSecrets(databaseUrl: string): Promise<string[]> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    const tables = await client.query<{ name: string }>(
      `select quote_ident(table_name) as name from information_schema.tables where table_schema = 'public' and table_type = 'BASE TABLE'`,
    );
    const leaky: string[] = [];
    for (const { name } of tables.rows) {
      const found = await client.query(`select 1 from ${name} t where t::text ~ $1 limit 1`, [SECRET]);
      if (found.rows.length > 0) leaky.push(name);
    }
    return leaky;
  } finally {
    await client.end();
  }
}
