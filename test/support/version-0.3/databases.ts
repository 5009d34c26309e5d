/**
 * Databases of version 0.3, and what the service of that version showed for them. make.ts has made both with 0.3.
 *
 *   fake   guests that run, are suspended and are off; an operation that was in progress; more than one project. With
 *          the file of the simulated hypervisor, so that a service on this machine finds these guests again
 *   qmp    guests on bare QEMU, of which nothing but the database is left
 */
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import pg from 'pg';

/** What stands for the data folder, the machine and its name in the files. */
export const PLACEHOLDERS = {
  dataFolder: '/srv/guesthouse',
  machineId: '00000000000000000000000000000003',
  hostname: 'rack-3',
} as const;

/** A resource as version 0.3 showed it. */
export type Shown = Readonly<Record<string, unknown>>;

const read = (file: string): Promise<string> => readFile(path.join(import.meta.dirname, file), 'utf8');

/**
 * Fills an empty database. With `dataFolder`, also fills this folder: the simulated guests, the content of images, and
 * the token of the first user. Without it, the host is on another machine.
 */
export async function restoreVersion03(of: 'fake' | 'qmp', databaseUrl: string, dataFolder?: string): Promise<void> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    for (const file of ['tables.sql', `${of}.sql`, 'indexes.sql']) await client.query(await adapted(file, dataFolder));
    if (dataFolder !== undefined) await fill(dataFolder, client);
  } finally {
    await client.end();
  }
}

async function fill(dataFolder: string, client: pg.Client): Promise<void> {
  const [host, images] = [path.join(dataFolder, 'fake'), path.join(dataFolder, 'images')];
  for (const folder of [host, images]) await mkdir(folder, { recursive: true, mode: 0o700 });
  await writeFile(path.join(host, 'journal.jsonl'), await adapted('fake-journal.jsonl', dataFolder), { mode: 0o600 });
  await writeFile(path.join(dataFolder, 'admin.token'), await read('fake-admin-token.txt'), { mode: 0o600 });
  const { rows } = await client.query<{ file: string; name: string; size: number }>(
    `select content_id as file, name, size_bytes::int as size from public.images where state = 'available'`,
  );
  for (const { file, name, size } of rows) await writeFile(path.join(images, file), contentOf(name, size));
}

/** The content of an image in these databases. */
export function contentOf(name: string, size: number): Buffer {
  return Buffer.alloc(size, name);
}

/** Each resource that version 0.3 showed, by its collection, in the order of the list. */
export async function shownByVersion03(of: 'fake' | 'qmp', dataFolder?: string): Promise<Record<string, Shown[]>> {
  const shown: Record<string, Shown[]> = {};
  for (const line of (await adapted(`${of}-shown.jsonl`, dataFolder)).trimEnd().split('\n')) {
    const resource = JSON.parse(line) as { of: string; shown: Shown };
    (shown[resource.of] ??= []).push(resource.shown);
  }
  return shown;
}

async function adapted(file: string, dataFolder: string | undefined): Promise<string> {
  const text = await read(file);
  if (dataFolder === undefined) return text;
  const machineId = (await readFile('/etc/machine-id', 'utf8')).trim();
  return text.replaceAll(PLACEHOLDERS.dataFolder, dataFolder).replaceAll(PLACEHOLDERS.machineId, machineId);
}
