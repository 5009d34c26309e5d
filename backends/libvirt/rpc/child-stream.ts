/**
 * A child process as a byte stream: writes go to its standard input, and its standard output is read. It must not know
 * which program it runs.
 *
 *   running ──the child ends, or closes a pipe──► destroyed with an error: how it ended and its last messages
 *      └─────destroy─────► SIGTERM, after two seconds SIGKILL ──the child has ended──► 'close'
 *
 * The child gets no shell and no terminal, and only the given environment. It leads its own session, so a Control-C
 * that stops this service does not end its connections first. If this service is killed, the child's input ends.
 *
 * Invariant: when 'close' is emitted, the child has ended. (test/wire/libvirt-ssh.test.ts)
 */
import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { Duplex } from 'node:stream';
import type { Readable, Writable } from 'node:stream';

/** How long a child may take to end after SIGTERM. */
const TERM_MS = 2000;
/** How long the output of a child that has ended is read: a process that it started may hold the output open. */
const DRAIN_MS = 500;
/** As much as a pipe holds. */
const BUFFER_BYTES = 64 * 1024;
/** How much of the end of the child's error output is kept: its last lines are the reasons. */
const MESSAGE_MAX_BYTES = 1024;

export interface ChildCommand {
  readonly program: string;
  readonly args: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
}

export class ChildStream extends Duplex {
  /** Resolves when the child has written something, or when the stream is closed. */
  readonly responded: Promise<void>;
  readonly #program: string;
  readonly #child: ChildProcess;
  readonly #stdin: Writable;
  readonly #stdout: Readable;
  readonly #stderr: Readable;
  #messages: Buffer = Buffer.alloc(0);
  #spawnError: NodeJS.ErrnoException | null = null;
  #hasEnded = false;
  #draining: NodeJS.Timeout | null = null;

  /** Throws if this process cannot have another pipe. */
  constructor({ program, args, environment }: ChildCommand) {
    super({ highWaterMark: BUFFER_BYTES });
    this.#program = program;
    // Must come first: an error can occur before the user of the stream adds a listener.
    this.on('error', () => undefined);
    const child = spawn(program, args, { env: environment, shell: false, detached: true }) as ChildProcess;
    this.#child = child;
    const { stdin, stdout, stderr } = child;
    if (!stdin || !stdout || !stderr) {
      child.on('error', () => undefined);
      throw new Error(`no pipe to the program ${program} could be made`);
    }
    child.on('error', (error) => this.#failedToStart(error));
    [this.#stdin, this.#stdout, this.#stderr] = [stdin, stdout, stderr];
    child.on('exit', () => {
      this.#hasEnded = true;
      this.#drain();
    });
    child.on('close', () => this.#fail());
    this.responded = new Promise((resolve) => {
      stdout.once('data', () => resolve());
      this.once('close', () => resolve());
    });
    stdout.on('data', (chunk: Buffer) => {
      if (!this.push(chunk)) stdout.pause();
    });
    stdout.on('end', () => this.#drain());
    stdout.pause();
    stderr.on('data', (chunk: Buffer) => {
      this.#messages = Buffer.concat([this.#messages, chunk]).subarray(-MESSAGE_MAX_BYTES);
    });
    // The end of the child reports every loss of these pipes.
    for (const pipe of [stdin, stdout, stderr]) pipe.on('error', () => undefined);
  }

  get pid(): number | undefined {
    return this.#child.pid;
  }

  override _read(): void {
    this.#stdout.resume();
  }

  override _write(chunk: Buffer, _encoding: BufferEncoding, done: (error?: Error | null) => void): void {
    this.#stdin.write(chunk, (error) => this.#written(error, done));
  }

  override _writev(chunks: { chunk: Buffer }[], done: (error?: Error | null) => void): void {
    this.#stdin.write(Buffer.concat(chunks.map(({ chunk }) => chunk)), (error) => this.#written(error, done));
  }

  override _final(done: (error?: Error | null) => void): void {
    this.#stdin.end(() => done());
  }

  override _destroy(error: Error | null, done: (error?: Error | null) => void): void {
    if (this.#draining !== null) clearTimeout(this.#draining);
    for (const pipe of [this.#stdin, this.#stdout, this.#stderr]) pipe.destroy();
    // A child that could not be started has no id and will not end.
    if (this.#hasEnded || this.#child.pid === undefined) return done(error);
    const kill = setTimeout(() => this.#child.kill('SIGKILL'), TERM_MS);
    this.#child.once('exit', () => {
      clearTimeout(kill);
      done(error);
    });
    this.#child.kill('SIGTERM');
  }

  /** A failed write is not reported here: the child has ended or will end, and its reason is more useful than EPIPE. */
  #written(error: Error | null | undefined, done: () => void): void {
    if (error === null || error === undefined) done();
    else this.#drain();
  }

  #failedToStart(error: Error): void {
    // 'error' also reports a signal that could not be sent, and then the child is still running.
    if (this.#child.pid !== undefined) return;
    this.#spawnError = error;
    this.#hasEnded = true;
    this.#fail();
  }

  #drain(): void {
    if (!this.destroyed) this.#draining ??= setTimeout(() => this.#fail(), DRAIN_MS);
  }

  #fail(): void {
    this.destroy(new Error(this.#describeEnd(), this.#spawnError === null ? {} : { cause: this.#spawnError }));
  }

  #describeEnd(): string {
    const { exitCode, signalCode } = this.#child;
    if (this.#spawnError?.code === 'ENOENT') return `the program ${this.#program} is not installed`;
    if (this.#spawnError !== null) return `the program ${this.#program} cannot be run: ${this.#spawnError.message}`;
    const messages = readable(this.#messages);
    let end = `${this.#program} closed its pipes`;
    if (signalCode !== null) end = `${this.#program} was ended by ${signalCode}`;
    else if (exitCode !== null) end = `${this.#program} ended with status ${exitCode}`;
    return messages === '' ? end : `${end}: ${messages}`;
  }
}

/** The text on one line, with escapes instead of characters that could change how a terminal shows it. */
function readable(bytes: Buffer): string {
  return bytes
    .toString()
    .split(/[\r\n]+/)
    .map((line) => line.trim())
    .filter((line) => line !== '')
    .join('; ')
    .replace(/[\p{C}\p{Zl}\p{Zp}]/gu, (character) => `\\u{${character.codePointAt(0)?.toString(16) ?? ''}}`);
}
