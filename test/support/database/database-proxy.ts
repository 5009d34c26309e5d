/**
 * A proxy for the database of a service, with which a test can make the database unreachable and reachable again. It is
 * a unix socket in front of the socket of the real server.
 *
 *   reachable ─(cut: connections are destroyed, and no socket listens)─► away ─(restore)─► reachable
 *
 * The proxy can also affect one COMMIT. Either the COMMIT does not arrive and the transaction stays open, or its result
 * does not arrive: then the transaction is committed, and the connection is lost or stays silent. The proxy can also
 * make a connection swallow everything that is sent from then on in both directions, and keep it open, as if a machine
 * had died silently. A test can read the statements that the service sends (`takeStatements`).
 */
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { connect, createServer, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Transform } from 'node:stream';
import { StatementReader } from './statement-reader.js';

/** A statement that the service sent. */
export interface SeenStatement {
  /** The connection on which it was sent. */
  readonly connection: number;
  readonly statement: string;
}

/** A fault that affects the COMMIT of the next transaction with these words in one of its statements. */
interface CommitPlan {
  readonly words: string;
  readonly kind: 'commit withheld' | 'result held' | 'result lost';
  readonly happened: () => void;
}

const SOCKET = '.s.PGSQL.5432';
const KEPT_MAX = 10_000;

export class DatabaseProxy {
  /** The URL of the database through this proxy, for the service. */
  readonly url: string;
  readonly #folder: string;
  readonly #connectBehind: () => Socket;
  readonly #sockets = new Set<Socket>();
  #server: Server | null = null;
  #connections = 0;
  #statements: SeenStatement[] = [];
  #swallowed: { readonly words: string; readonly happened: () => void } | null = null;
  #commitPlans: CommitPlan[] = [];

  private constructor(url: string, folder: string, connectBehind: () => Socket) {
    this.url = url;
    this.#folder = folder;
    this.#connectBehind = connectBehind;
  }

  static async open(databaseUrl: string): Promise<DatabaseProxy> {
    const folder = await mkdtemp(path.join(tmpdir(), 'guesthouse-proxy-'));
    const url = new URL(databaseUrl);
    const host = url.searchParams.get('host') ?? url.hostname;
    const port = Number(url.port || 5432);
    url.searchParams.set('host', folder);
    url.port = '';
    const connectBehind = host.startsWith('/')
      ? () => connect(path.join(host, `.s.PGSQL.${port}`))
      : () => connect(port, host);
    const proxy = new DatabaseProxy(url.href, folder, connectBehind);
    await proxy.restore();
    return proxy;
  }

  async restore(): Promise<void> {
    this.#server = createServer((front) => {
      const behind = this.#connectBehind();
      for (const [one, other] of [
        [front, behind],
        [behind, front],
      ] as const) {
        this.#sockets.add(one);
        one
          .on('error', () => undefined)
          .on('close', () => {
            this.#sockets.delete(one);
            other.destroy();
          });
      }
      front.pipe(this.#commitGate(front, behind)).pipe(behind);
      behind.pipe(front);
      this.#watchToSwallow(front, behind);
      this.#watchStatements(front);
    });
    this.#server.listen(path.join(this.#folder, SOCKET));
    await once(this.#server, 'listening');
  }

  /** The statements since the last call, in order. */
  takeStatements(): SeenStatement[] {
    return this.#statements.splice(0);
  }

  #watchStatements(front: Socket): void {
    const connection = ++this.#connections;
    const reader = new StatementReader();
    front.on('data', (chunk: Buffer) => {
      this.#statements.push(...reader.read(chunk).map((statement) => ({ connection, statement })));
      // Limits the memory of tests that never take the statements.
      if (this.#statements.length > KEPT_MAX) this.#statements = this.#statements.slice(-KEPT_MAX / 2);
    });
  }

  /**
   * Drops the result of the COMMIT of the next transaction with these words in one of its statements, and closes the
   * connection. Resolves when the result is lost.
   */
  loseCommitOf(words: string): Promise<void> {
    return this.#planCommit(words, 'result lost');
  }

  /**
   * Drops the result like `loseCommitOf`, but keeps the connection open, so that the service keeps waiting for the
   * result.
   */
  holdCommitOf(words: string): Promise<void> {
    return this.#planCommit(words, 'result held');
  }

  /** Drops the COMMIT itself, and keeps the connection open. Resolves when the service has sent the COMMIT. */
  withholdCommitOf(words: string): Promise<void> {
    return this.#planCommit(words, 'commit withheld');
  }

  #planCommit(words: string, kind: CommitPlan['kind']): Promise<void> {
    return new Promise((happened) => this.#commitPlans.push({ words, kind, happened }));
  }

  /**
   * Until `swallowNoMore` is called, each connection that sends these words swallows them and everything after them.
   * Resolves when the first connection does.
   */
  swallow(words: string): Promise<void> {
    return new Promise((happened) => (this.#swallowed = { words, happened }));
  }

  /** Connections that do not swallow yet work normally from now on. Those that do continue to swallow. */
  swallowNoMore(): void {
    this.#swallowed = null;
  }

  #watchToSwallow(front: Socket, behind: Socket): void {
    front.on('data', (chunk: Buffer) => {
      if (this.#swallowed === null || !chunk.includes(this.#swallowed.words)) return;
      front.unpipe();
      behind.unpipe(front);
      for (const socket of [front, behind]) socket.resume();
      this.#swallowed.happened();
    });
  }

  /** Everything that the service sends goes through this gate. */
  #commitGate(front: Socket, behind: Socket): Transform {
    let meant: CommitPlan | undefined;
    return new Transform({
      transform: (chunk: Buffer, _encoding, pass) => {
        if (meant === undefined) {
          meant = this.#commitPlans.find(({ words }) => chunk.includes(words));
          // Each planned fault affects one transaction.
          this.#commitPlans = this.#commitPlans.filter((planned) => planned !== meant);
        }
        if (meant === undefined || !/\bcommit\b/i.test(chunk.toString('latin1'))) {
          pass(null, chunk);
          return;
        }
        const { kind, happened } = meant;
        meant = undefined;
        if (kind === 'commit withheld') {
          pass();
          happened();
          return;
        }
        behind.unpipe(front);
        behind.once('data', () => {
          if (kind === 'result lost') front.destroy();
          happened();
        });
        behind.resume();
        pass(null, chunk);
      },
    });
  }

  async cut(): Promise<void> {
    const server = this.#server;
    if (server === null) return;
    this.#server = null;
    server.close();
    for (const socket of this.#sockets) socket.destroy();
    await once(server, 'close');
  }

  async leave(): Promise<void> {
    await this.cut();
    await rm(this.#folder, { recursive: true, force: true });
  }
}
