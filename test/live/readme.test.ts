/**
 * README.md as a newcomer reads it: the test pastes its blocks of commands, in their order, into two terminals (bash),
 * in a copy of the repository. A block that ends with `make run` goes into the first terminal, after Control-C; all
 * others go into the second. No command may fail, and no response may be a fault.
 *
 * The guests are simulated (`GUESTHOUSE_BACKEND=fake`, as README offers), so a small file stands in for the kernel. The
 * test changes only the port, because another service may use 8480.
 */
import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import net from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect } from 'chai';
import { makeClone } from '../support/clone.js';
import { eventually } from '../support/eventually.js';
import { canExecuteIn, NO_EXECUTION } from '../support/executable.js';
import { processesThatName } from '../support/service.js';
import { skip } from '../support/skip.js';

const README = readFileSync(new URL('../../README.md', import.meta.url), 'utf8');

/** Blocks and commands in the text that the test does not run, each with the reason. */
const NOT_RUN: Readonly<Record<string, string>> = {
  'nft -f -': 'changes the firewall of the machine',
  "api '/v1/guests/first?forget=true'": 'needs a host that is away',
  'make hypervisors': 'installs packages on the machine',
  'make test': 'runs this test',
  'virsh list --all': 'needs libvirt',
};

/** Commands in the text (not in blocks). Of a command that does not end, the test reads the first lines. */
const IN_TEXT = /`((?:[A-Z_]+=[^\s`]+ )*(?:make|api|curl|virsh|npx|nft|openssl) [^`]+)`/g;

interface Commands {
  readonly text: string;
  readonly isBlock: boolean;
}

/** In the order of the page. */
function commandsOf(markdown: string): Commands[] {
  const blocks = [...markdown.matchAll(/^```sh\n([\s\S]*?)^```$/gm)].map(({ index, 1: text = '' }) => {
    return { index, text: text.trim(), isBlock: true };
  });
  const prose = markdown.replaceAll(/^```[\s\S]*?^```$/gm, (block) => ' '.repeat(block.length));
  const others = [...prose.matchAll(IN_TEXT)].map(({ index, 1: text = '' }) => ({ index, text, isBlock: false }));
  return [...blocks, ...others].sort((a, b) => a.index - b.index);
}

const isRun = ({ text }: Commands): boolean =>
  !Object.keys(NOT_RUN).some((start) => `${text} `.startsWith(`${start} `));
const isFirstTerminal = ({ text }: Commands): boolean => text.endsWith('make run');

describe('README.md', function () {
  this.timeout(900_000);

  let base: string;
  let port: number;
  let service: ChildProcess | null = null;
  let log = '';
  let shell: ChildProcess | null = null;
  let output = '';

  before(async function () {
    base = await mkdtemp(path.join(tmpdir(), 'guesthouse-readme-'));
    // In a folder that is closed to others, the data of root would be elsewhere.
    await chmod(base, 0o755);
    if (!(await canExecuteIn(base))) return skip(this, 'exec', NO_EXECUTION);
    await makeClone(path.join(base, 'guesthouse'));
    const guest = path.join(base, 'guesthouse/.cache/tour-guest');
    await mkdir(guest, { recursive: true });
    for (const name of ['vmlinuz', 'initrd.gz', 'disk.img']) await writeFile(path.join(guest, name), name);
    port = await freePort();
    const child = spawn('bash', ['--noprofile', '--norc'], {
      cwd: path.join(base, 'guesthouse'),
      env: { PATH: process.env['PATH'], HOME: base },
      stdio: ['pipe', 'pipe', 'pipe'],
    });
    shell = child;
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (chunk: string) => (output += chunk));
    }
    child.stdin.write(`trap 'echo "FAILED: $BASH_COMMAND"' ERR\nset -E\n`);
  });
  after(async () => {
    shell?.kill('SIGKILL');
    await pressControlC();
    for (const pid of processesThatName(base)) process.kill(Number(pid), 'SIGKILL');
    await rm(base, { recursive: true, force: true, maxRetries: 5 });
  });

  async function pressControlC(): Promise<void> {
    if (service?.pid === undefined || service.exitCode !== null || service.signalCode !== null) return;
    const ended = once(service, 'close');
    process.kill(-service.pid, 'SIGINT');
    await ended;
  }

  async function runInFirstTerminal(text: string): Promise<void> {
    await pressControlC();
    log = '';
    // Its own process group, as in a terminal: Control-C reaches `make` and the service.
    const child = spawn('bash', ['-c', text], {
      cwd: path.join(base, 'guesthouse'),
      env: {
        ...{ PATH: process.env['PATH'], HOME: base, GUESTHOUSE_PORT: String(port) },
        ...{ GUESTHOUSE_BACKEND: 'fake', GUESTHOUSE_DISK_RESERVE: '0' },
      },
      stdio: ['ignore', 'pipe', 'pipe'],
      detached: true,
    });
    service = child;
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (chunk: string) => (log += chunk));
    }
    await eventually(() => {
      if (child.exitCode !== null) throw new Error(`${text} ended with ${child.exitCode}: ${log}`);
      return log.includes('"msg":"serving"');
    });
  }

  /** Returns the output. */
  async function runInSecondTerminal(text: string): Promise<string> {
    output = '';
    shell?.stdin?.write(`${text.replaceAll(':8480', `:${port}`)}\necho "=== done"\n`);
    await eventually(() => output.includes('=== done'));
    return output.slice(0, output.indexOf('=== done'));
  }

  it('names only commands that exist among those that the test does not run', () => {
    const all = commandsOf(README);
    for (const start of Object.keys(NOT_RUN))
      expect(
        all.some(({ text }) => text.startsWith(start)),
        start,
      ).to.equal(true);
  });

  for (const commands of commandsOf(README).filter(isRun)) {
    it(`works when it is pasted in order: ${commands.text.split('\n', 1)[0]}`, async () => {
      const text = commands.text.replace(/^git clone <this repository> guesthouse && cd guesthouse\n/, '');
      if (isFirstTerminal(commands)) {
        await runInFirstTerminal(text);
        return;
      }
      const printed = await runInSecondTerminal(text.includes('text/event-stream') ? untilAnEvent(text) : text);
      expect(printed).to.not.match(/FAILED|error_name|command not found/);
    });
  }
});

/** Runs the command, which does not end, until it has printed an event. */
function untilAnEvent(command: string): string {
  return `${command} >events.txt &
for ((number = 0; ; number++)); do
  api /v1/images -d '{"name": "noted-'$number'", "kind": "kernel"}'
  if grep -q '^event: image' events.txt; then break; fi
done
kill %1; wait %1 2>/dev/null || true`;
}

async function freePort(): Promise<number> {
  const server = net.createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as net.AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}
