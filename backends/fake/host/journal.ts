/**
 * The simulated hypervisor's durable state: one JSON line per change in an append-only file, which is rewritten when
 * most of it is superseded. Changes that arrive during a write are written together with one fdatasync.
 *
 *   {"at": ms, "place": {…}}     the new content of one name; empty means that the name is free
 *   {"at": ms, "end": "orderly"} the host ended cleanly: powered machines continue from here at the next start
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

type JournalRecord = { at: number; place: Place } | { at: number; end: 'orderly' };

export interface JournalState {
  readonly places: ReadonlyMap<string, Place>;
  /** Simulated time of the last record. */
  readonly atMs: number;
  /** Whether the last host ended without a final record, because it was killed or its machine lost power. */
  readonly wasPowerLost: boolean;
}

/** Longest line that the journal writes: one place with its machine. */
const MAX_LINE_BYTES = 4 * 1024 * 1024;
/** The journal rewrites the file when it has more lines than twice the number of places plus this number. */
const SLACK_LINES = 10_000;
const LINES_PER_WRITE = 1_000;

/** Reads the last host's file, and cuts off a torn last line. */
export async function readJournal(path: string): Promise<JournalState> {
  const places = new Map<string, Place>();
  const reader = new LineReader(MAX_LINE_BYTES);
  let atMs = 0;
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
          if ('place' in record) applyPlace(places, record.place);
          atMs = Math.max(atMs, record.at);
          goodBytes += line.length + 1;
        } catch (cause) {
          broken = { line: lineNumber, cause };
        }
      }
    }
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return { places, atMs, wasPowerLost: false };
    throw error;
  }
  const isTorn = broken !== null || reader.pendingBytes > 0;
  if (isTorn) await truncate(path, goodBytes);
  return { places, atMs, wasPowerLost: isTorn || !isOrderly };
}

function applyPlace(places: Map<string, Place>, place: Place): void {
  if (place.machine === null && place.volumes.length === 0) places.delete(place.name);
  else places.set(place.name, place);
}

export class Journal {
  readonly #path: string;
  readonly #nowMs: () => number;
  readonly #live: () => { size: number; places: Iterable<Place> };
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
    this.#nowMs = options.nowMs;
    this.#live = options.live;
    this.#onBroken = options.onBroken;
  }

  /** Begins a new file with the current state. The old file stays until the new one is complete. */
  static async begin(path: string, options: JournalOptions): Promise<Journal> {
    const journal = new Journal(path, await open(path, 'a', 0o600), options);
    await journal.#rewrite();
    return journal;
  }

  keep(place: Place): void {
    this.#append({ at: this.#nowMs(), place });
  }

  /**
   * A promise that resolves when all changes so far are on disk, or null if they already are. Later changes do not
   * delay the promise.
   */
  settled(): Promise<void> | null {
    return (this.#next ?? this.#current)?.done ?? null;
  }

  async end(): Promise<void> {
    this.#append({ at: this.#nowMs(), end: 'orderly' });
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
    const at = this.#nowMs();
    for (const place of this.#live().places) {
      lines.push(JSON.stringify({ at, place }) + '\n');
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
  readonly nowMs: () => number;
  readonly live: () => { size: number; places: Iterable<Place> };
  readonly onBroken: (error: unknown) => void;
}

/** Makes a rename survive a power loss. */
async function syncFolder(path: string): Promise<void> {
  const folder = await open(path, constants.O_RDONLY);
  await folder.sync();
  await folder.close();
}
