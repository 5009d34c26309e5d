/**
 * The content of images as this service has it: whether it holds the content of this database at all, and the uploads that it takes.
 *
 * Content is files in a service's data folder (image-content.ts). Services on one database share it only if they share the folder, so the
 * database names the one folder that holds it, by an id that lies in the data folder (`images.id`). A service with another folder refuses
 * uploads and downloads with `host_unreachable`: a file kept there would be of no use to any host. Who drives a host is never asked.
 *
 *   unclaimed ─► claimed by the first service that drives a host ─► claimed by another folder, when no content is left behind
 *
 * The one link to hosts: a service claims the content only if it drives a host (`claim`, called by main.ts), because the disks of guests are
 * made from these files by the service that drives their host. Afterwards the data folder decides.
 *
 * An upload's place lasts as long as a database session of this store, which the first upload opens. When the process dies, the server frees
 * the session's number, and the image can be filled anew.
 * Invariant: no upload begins where the content is another folder's (test/store/image-content-store.test.ts).
 */
import { randomUUID } from 'node:crypto';
import { link, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Knex } from 'knex';
import { servedElsewhere } from '../../domain/host.js';
import type { ImageId } from '../../domain/ids.js';
import type { Database } from '../database.js';
import { beginUpload, forgetLostUploads, listContentIds } from '../images.js';
import { openWorkerSession } from '../session.js';
import type { WorkerSession } from '../session.js';
import { rows } from '../statement.js';
import { inTransaction, query } from '../transaction.js';
import { ImageContent } from './image-content.js';

interface Home {
  readonly store_id: string;
}
const SELECT_HOME = 'select store_id from content_home';

export class ImageContentStore {
  readonly files: ImageContent;
  readonly #db: Database;
  readonly #id: string;
  #session: Promise<WorkerSession> | null = null;

  private constructor(db: Database, files: ImageContent, id: string) {
    this.#db = db;
    this.files = files;
    this.#id = id;
  }

  static async open(db: Database, dataFolder: string): Promise<ImageContentStore> {
    const files = await ImageContent.open(path.join(dataFolder, 'images'));
    return new ImageContentStore(db, files, await ensureId(path.join(dataFolder, 'images.id')));
  }

  /**
   * Makes this folder the home of the content if no other folder has content: nothing is claimed yet, no image has content, or the content of
   * images lies here. For a service that drives a host. `isDatabaseOurs`: no other service can be on the database, so it is claimed in any case.
   */
  async claim({ isDatabaseOurs }: { readonly isDatabaseOurs: boolean }): Promise<void> {
    await inTransaction(this.#db, async (trx) => {
      // Must come first: an upload that is about to begin elsewhere is seen, or refused.
      await trx.raw('lock table content_home in exclusive mode');
      if (await this.#isHome(trx)) return;
      const named = await listContentIds(trx);
      const mayClaim = isDatabaseOurs || named.size === 0 || (await this.files.hasAnyOf(named));
      if (!mayClaim) return;
      await rows(
        trx,
        `insert into content_home (store_id) values (?)
         on conflict (is_only) do update set store_id = excluded.store_id, claimed_at = clock_timestamp()`,
        [this.#id],
      );
    });
  }

  /** Throws `host_unreachable` if the content is another folder's. */
  async requireHere(): Promise<void> {
    const home = await query(this.#db, (sql) => rows<Home>(sql, SELECT_HOME));
    if (home[0]?.store_id !== this.#id) throw servedElsewhere();
  }

  /**
   * Takes the image's one place for an upload. False if the content is there already or a living service is receiving it. `host_unreachable`,
   * `database_unreachable`.
   */
  async beginUpload(image: ImageId, uploadId: string): Promise<boolean> {
    const { worker } = await this.#liveSession();
    return inTransaction(this.#db, async (trx) => {
      if (!(await this.#isHome(trx))) throw servedElsewhere();
      return beginUpload(trx, image, uploadId, worker);
    });
  }

  /** For a start: what services that died have left behind. Answers how many files were removed. */
  async clearUp(): Promise<number> {
    await query(this.#db, forgetLostUploads);
    return this.sweep();
  }

  /** Removes the files that no image names. Answers how many. */
  sweep(): Promise<number> {
    return this.files.sweep(() => query(this.#db, listContentIds));
  }

  async close(): Promise<void> {
    const session = await this.#session?.catch(() => null);
    await session?.close();
  }

  /** If it is, it stays so until the transaction ends. */
  async #isHome(trx: Knex.Transaction): Promise<boolean> {
    const home = await rows<Home>(trx, `${SELECT_HOME} for key share`);
    return home[0]?.store_id === this.#id;
  }

  async #liveSession(): Promise<WorkerSession> {
    const opening = (this.#session ??= openWorkerSession(this.#db, [], () => undefined));
    try {
      const session = await opening;
      if (!session.signal.aborted) return session;
    } catch (error) {
      if (this.#session === opening) this.#session = null;
      throw error;
    }
    if (this.#session === opening) this.#session = null;
    return this.#liveSession();
  }
}

/** The id of the data folder's store, made if there is none. Several services may do so at once: one of their ids stays. */
async function ensureId(file: string): Promise<string> {
  const found = await readId(file);
  if (found !== null) return found;
  const id = randomUUID();
  const draft = `${file}.${id}`;
  await writeFile(draft, id, { mode: 0o600, flush: true });
  try {
    await link(draft, file);
    return id;
  } catch (error) {
    if (!hasCode(error, 'EEXIST')) throw error;
  } finally {
    await rm(draft);
  }
  return ensureId(file);
}

async function readId(file: string): Promise<string | null> {
  try {
    return (await readFile(file, 'utf8')).trim();
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return null;
    throw error;
  }
}

function hasCode(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code;
}
