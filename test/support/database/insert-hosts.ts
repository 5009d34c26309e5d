/** Adds rows of hosts like the oldest one, which no service drives because they are on another machine. */
import pg from 'pg';

export async function insertHosts(databaseUrl: string, count: number): Promise<void> {
  const sql = new pg.Client(databaseUrl);
  await sql.connect();
  try {
    await sql.query(
      `insert into hosts (id, name, name_folded, backend, uri, uri_folded, state, hypervisor_version, hypervisor_version_folded,
       vcpus, memory_mib, capabilities, metadata_folded, zone_id, origin, machine_id)
     select gen_random_uuid(), 'many-' || id, 'many-' || id, 'fake', 'fake:///many-' || id, 'fake:///many-' || id, 'away', '', '', 8, 8192,
       known.capabilities, '{}', known.zone_id, 'request', 'another-machine'
     from (select capabilities, zone_id from hosts order by created_at limit 1) known, (select gen_random_uuid() as id from generate_series(1, $1)) n`,
      [count],
    );
  } finally {
    await sql.end();
  }
}
