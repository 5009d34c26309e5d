/**
 * Prism as a validating proxy between a test and a running service. It checks requests and responses against an OpenAPI
 * file with its own implementation, and reports violations in the response header `sl-violations`.
 */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import path from 'node:path';
import { createInterface } from 'node:readline';

const PROGRAM = path.join(import.meta.dirname, 'node_modules/@stoplight/prism-cli/dist/index.js');

export interface Violation {
  /** `request` or `response`, followed by the place in it. */
  readonly location: readonly string[];
  readonly severity: string;
  readonly code: string;
  readonly message: string;
}

export class Prism {
  readonly url: string;
  readonly #process: ChildProcess;

  private constructor(url: string, process: ChildProcess) {
    this.url = url;
    this.#process = process;
  }

  /** Resolves when Prism announces that it accepts requests. */
  static async start(specFile: string, upstream: string): Promise<Prism> {
    const port = await findPort();
    const options = ['proxy', specFile, upstream, '--port', String(port), '--host', '127.0.0.1', '--cors=false'];
    const child = spawn(process.execPath, [PROGRAM, ...options], {
      env: { PATH: process.env['PATH'], SCARF_ANALYTICS: 'false', NO_COLOR: '1' },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let output = '';
    child.stderr.setEncoding('utf8').on('data', (text: string) => (output += text));
    await new Promise<void>((resolve, reject) => {
      createInterface({ input: child.stdout }).on('line', (line) => {
        output += `${line}\n`;
        if (line.includes('Prism is listening')) resolve();
      });
      child.once('exit', (code) => reject(new Error(`Prism ended with ${code}: ${output}`)));
    });
    return new Prism(`http://127.0.0.1:${port}`, child);
  }

  async leave(): Promise<void> {
    if (this.#process.exitCode !== null || this.#process.signalCode !== null) return;
    const ended = once(this.#process, 'close');
    this.#process.kill();
    await ended;
  }
}

export function violationsOf(headers: Headers): readonly Violation[] {
  const text = headers.get('sl-violations');
  return text === null ? [] : (JSON.parse(text) as Violation[]);
}

/**
 * Finds a port for Prism, which needs a fixed one. If another process takes the port in the meantime, Prism reports
 * that and exits.
 */
async function findPort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}
