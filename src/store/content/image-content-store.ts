/**
 * The store of image content: it determines whether this service's data folder holds the content of the database's
 * images, and it handles uploads.
 *
 * The content consists of files in a service's data folder (image-content.ts). Services on one database share the
 * content only if they share the folder. So the database names the one folder that holds the content, by the id in the
 * folder's file `images.id`. A service with a different folder rejects uploads and downloads with `host_unreachable`:
 * no host could use a file in that service's folder. It does not matter for this check which service drives a host.
 *
 *   unclaimed ─► claimed by the first service that drives a host ─► claimed by another folder, if no content remains
 *
 * Hosts matter only for the claim: main.ts calls `claim` only in a service that drives a host, because that service
 * creates the disks of guests from the files of the content. After the claim, only the data folder matters.
 *
 * The first upload opens a database session of this store. An upload's claim on its image ends at the latest with that
 * session. When the process dies, the database server releases the lock on the session's worker number, and the image
 * can be uploaded again.
 * Invariant: no upload begins if another folder holds the content (test/store/image-content-store.test.ts).
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
import type { ImageContentOptions } from './image-content.js';

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

  static async open(db: Database, dataFolder: string, options: ImageContentOptions): Promise<ImageContentStore> {
    const files = await ImageContent.open(path.join(dataFolder, 'images'), options);
    return new ImageContentStore(db, files, await ensureId(path.join(dataFolder, 'images.id')));
  }

  /**
   * Claims the content for this folder if no image has content, or if this folder has content of an image: then no
   * other folder can have content. Only for a service that drives a host. `isDatabaseOurs`: no other service can use
   * the database, so the content is claimed in any case.
   */
  async claim({ isDatabaseOurs }: { readonly isDatabaseOurs: boolean }): Promise<void> {
    await inTransaction(this.#db, async (trx) => {
      // Must come first, so that an upload that another service begins now is either visible here or rejected by that
      // service.
      await trx.raw('lock table content_home in exclusive mode');
      if (await this.#isHome(trx)) return;
      const named = await listContentIds(trx);
      const canClaim = isDatabaseOurs || named.size === 0 || (await this.files.hasAnyOf(named));
      if (!canClaim) return;
      await rows(
        trx,
        `insert into content_home (store_id) values (?)
         on conflict (is_only) do update set store_id = excluded.store_id, claimed_at = clock_timestamp()`,
        [this.#id],
      );
    });
  }

  /** Throws `host_unreachable` if another folder holds the content. `db`: the share of the user. */
  async requireHere(db: Database): Promise<void> {
    const home = await query(db, (sql) => rows<Home>(sql, SELECT_HOME));
    if (home[0]?.store_id !== this.#id) throw servedElsewhere();
  }

  /**
   * Claims the image for an upload. Returns false if the image's content already exists, or if a live service is
   * receiving it. Throws `host_unreachable`, `database_unreachable`. `db`: the share of the user.
   */
  async beginUpload(image: ImageId, uploadId: string, db: Database): Promise<boolean> {
    const { worker } = await this.#liveSession();
    return inTransaction(db, async (trx) => {
      if (!(await this.#isHome(trx))) throw servedElsewhere();
      return beginUpload(trx, image, uploadId, worker);
    });
  }

  /**
   * For a start of the service: clears the uploads of services that died, and removes the files that no image names.
   * Returns the number of removed files.
   */
  async clearUp(): Promise<number> {
    await query(this.#db, forgetLostUploads);
    return this.sweep();
  }

  /** Removes the files that no image names. Returns their number. */
  sweep(): Promise<number> {
    return this.files.sweep(() => query(this.#db, listContentIds));
  }

  async close(): Promise<void> {
    const session = await this.#session?.catch(() => null);
    await session?.close();
  }

  /** Whether this folder holds the content. If so, no other folder can claim the content until the transaction ends. */
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

/**
 * Returns the id in the data folder, and creates it if it does not exist. If several services create it at the same
 * time, all get the same id.
 */
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
