/**
 * The durable state of all hosts of one program: one JSON line per change in an append-only file, which is rewritten
 * when most of it is superseded. Changes that arrive during a write are written together with one fdatasync.
 *
 *   {"at": ms, "id": "…"}        the identity of a host, drawn when the host was first used
 *   {"at": ms, "place": {…}}     the new content of one name; empty means that the name is free
 *   {"at": ms, "end": "orderly"} the program ended cleanly: powered machines continue from here at the next start
 *
 * A line about a host with a name also has `"host": "<name>"`. `at` is the time of the simulated clock of that host.
 *
 * Invariant: every acknowledged change is in the file, even if the program is killed at any moment. A torn last line is
 * cut off; any other unreadable line is an error (test/wire/fake-host.test.ts, test/wire/fake-journal.test.ts).
 *
 * After a failed write, the file cannot be trusted: the journal calls `onBroken`, and the program ends like a host that
 * lost its power.
 */
import { constants, createReadStream } from 'node:fs';
import { open, rename, truncate, type FileHandle } from 'node:fs/promises';
import { dirname } from 'node:path';
import { LineReader } from '../wire/line-reader.js';
import type { Place } from './simulation.js';

/** A line about one host. The host without a name is the one that the configuration of a service names. */
export type HostRecord = { readonly at: number; readonly host?: string } & (
  { readonly place: Place } | { readonly id: string }
);
type JournalRecord = HostRecord | { readonly at: number; readonly end: 'orderly' };

export interface HostState {
  /** Null: an earlier release of the program wrote the file. */
  readonly id: string | null;
  readonly places: ReadonlyMap<string, Place>;
  /** Simulated time of the last record about the host. */
  readonly atMs: number;
}

export interface JournalState {
  /** By name; the host without a name has the name ''. */
  readonly hosts: ReadonlyMap<string, HostState>;
  /** Whether the last program ended without a final record, because it was killed or its machine lost power. */
  readonly wasPowerLost: boolean;
}

interface ReadHost {
  id: string | null;
  readonly places: Map<string, Place>;
  atMs: number;
}

/** Longest line that the journal writes: one place with its machine. */
const MAX_LINE_BYTES = 4 * 1024 * 1024;
/** The journal rewrites the file when it has more lines than twice the number of places plus this number. */
const SLACK_LINES = 10_000;
const LINES_PER_WRITE = 1_000;

/** Reads the last program's file, and cuts off a torn last line. */
export async function readJournal(path: string): Promise<JournalState> {
  const hosts = new Map<string, ReadHost>();
  const reader = new LineReader(MAX_LINE_BYTES);
  let isOrderly = true;
  let goodBytes = 0;
  let broken: { line: number; cause: unknown } | null = null;
  let lineNumber = 0;
  try {
    for await (const chunk of createReadStream(path) as AsyncIterable<Buffer>) {
      for (const line of reader.push(chunk)) {
        lineNumber++;
        if (broken !== null) throw new Error(`line ${broken.line} of ${path} cannot be read`, { cause: broken.cause });
        try {
          const record = JSON.parse(line.toString('utf8')) as JournalRecord;
          isOrderly = 'end' in record;
          applyRecord(hosts, record);
          goodBytes += line.length + 1;
        } catch (cause) {
          broken = { line: lineNumber, cause };
        }
      }
    }
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return { hosts, wasPowerLost: false };
    throw error;
  }
  const isTorn = broken !== null || reader.pendingBytes > 0;
  if (isTorn) await truncate(path, goodBytes);
  return { hosts, wasPowerLost: isTorn || !isOrderly };
}

function applyRecord(hosts: Map<string, ReadHost>, record: JournalRecord): void {
  const { at } = record;
  if ('end' in record) {
    // The time of the program's end counts for all of its hosts: until then, their clocks ran.
    for (const host of hosts.values()) host.atMs = Math.max(host.atMs, at);
    return;
  }
  const name = record.host ?? '';
  const host = hosts.get(name) ?? { id: null, places: new Map<string, Place>(), atMs: 0 };
  hosts.set(name, host);
  host.atMs = Math.max(host.atMs, at);
  if ('id' in record) host.id = record.id;
  else applyPlace(host.places, record.place);
}

function applyPlace(places: Map<string, Place>, place: Place): void {
  if (place.machine === null && place.volumes.length === 0) places.delete(place.name);
  else places.set(place.name, place);
}

export class Journal {
  readonly #path: string;
  readonly #live: JournalOptions['live'];
  readonly #onBroken: (error: unknown) => void;
  #file: FileHandle;
  #lines = 0;
  #isWriting = false;
  /** The batch that is being written, and the next one. */
  #current: Batch | null = null;
  #next: Batch | null = null;

  private constructor(path: string, file: FileHandle, options: JournalOptions) {
    this.#path = path;
    this.#file = file;
    this.#live = options.live;
    this.#onBroken = options.onBroken;
  }

  /** Begins a new file with the current state. The old file stays until the new one is complete. */
  static async begin(path: string, options: JournalOptions): Promise<Journal> {
    const journal = new Journal(path, await open(path, 'a', 0o600), options);
    await journal.#rewrite();
    return journal;
  }

  keep(record: HostRecord): void {
    this.#append(record);
  }

  /**
   * A promise that resolves when all changes so far are on disk, or null if they already are. Later changes do not
   * delay the promise.
   */
  settled(): Promise<void> | null {
    return (this.#next ?? this.#current)?.done ?? null;
  }

  /** `atMs`: the latest time of the clocks of all hosts. */
  async end(atMs: number): Promise<void> {
    this.#append({ at: atMs, end: 'orderly' });
    await this.settled();
    await this.#file.close();
  }

  #append(record: JournalRecord): void {
    this.#next ??= newBatch();
    this.#next.lines.push(JSON.stringify(record) + '\n');
    if (!this.#isWriting) void this.#writeAll();
  }

  async #writeAll(): Promise<void> {
    this.#isWriting = true;
    try {
      // All records that arrive in the same turn of the event loop join the batch.
      await new Promise((resolve) => setImmediate(resolve));
      for (;;) {
        this.#current = this.#next;
        this.#next = null;
        if (this.#current === null) break;
        const { lines, resolve } = this.#current;
        for (let from = 0; from < lines.length; from += LINES_PER_WRITE)
          await this.#file.appendFile(lines.slice(from, from + LINES_PER_WRITE).join(''));
        await this.#file.datasync();
        resolve();
        this.#lines += lines.length;
        if (this.#lines > 2 * this.#live().size + SLACK_LINES) await this.#rewrite();
      }
      this.#isWriting = false;
    } catch (error) {
      this.#onBroken(error);
    }
  }

  /**
   * Changes during the rewrite wait for the next batch. The record of a change contains the whole place, so it is
   * harmless if the rewritten file already contains the change.
   */
  async #rewrite(): Promise<void> {
    const temporary = `${this.#path}.new`;
    const file = await open(temporary, constants.O_WRONLY | constants.O_CREAT | constants.O_TRUNC, 0o600);
    let lines: string[] = [];
    this.#lines = 0;
    for (const record of this.#live().records) {
      lines.push(JSON.stringify(record) + '\n');
      this.#lines++;
      if (lines.length < LINES_PER_WRITE) continue;
      await file.appendFile(lines.join(''));
      lines = [];
    }
    await file.appendFile(lines.join(''));
    await file.datasync();
    await file.close();
    await rename(temporary, this.#path);
    await syncFolder(dirname(this.#path));
    await this.#file.close();
    this.#file = await open(this.#path, 'a');
  }
}

interface Batch {
  readonly lines: string[];
  readonly done: Promise<void>;
  readonly resolve: () => void;
}

function newBatch(): Batch {
  let resolve: () => void = () => undefined;
  const done = new Promise<void>((settle) => (resolve = settle));
  return { lines: [], done, resolve };
}

export interface JournalOptions {
  /** The whole state as records, and their approximate number. */
  readonly live: () => { readonly size: number; readonly records: Iterable<HostRecord> };
  readonly onBroken: (error: unknown) => void;
}

/** Makes a rename survive a power loss. */
async function syncFolder(path: string): Promise<void> {
  const folder = await open(path, constants.O_RDONLY);
  await folder.sync();
  await folder.close();
}
