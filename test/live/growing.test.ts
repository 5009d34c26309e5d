/**
 * The page "Growing from one host to many" of the handbook as its readers use it: every block of commands runs, in the
 * order of the page, and prints what the page shows.
 *
 * The first part needs no hypervisor. A block that ends with `make run` starts a service with the variables that the
 * block sets (test/live/readme.test.ts shows that `make run` works). The second part runs twice, where libvirt is
 * installed: with two daemons behind two sshd, and with one daemon and the second one that the page starts. The test
 * changes only ports, the database, the names of the machines and the folder of that daemon.
 */
import { randomUUID } from 'node:crypto';
import { readFileSync, rmSync } from 'node:fs';
import { chmod, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import net from 'node:net';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect } from 'chai';
import { createTestDatabase } from '../support/database/database.js';
import type { TestDatabase } from '../support/database/database.js';
import { examplesOf, missingIn, runExamples } from '../support/guide-examples.js';
import type { Example } from '../support/guide-examples.js';
import { Libvirtd, whyNoLibvirtd } from '../support/peers/libvirtd.js';
import { Sshd, whyNoSshd } from '../support/peers/sshd.js';
import { Service } from '../support/service.js';
import { skip } from '../support/skip.js';

const PAGE = new URL('../../docs/guide/growing-from-one-host-to-many.md', import.meta.url);
const EXAMPLES = examplesOf(readFileSync(PAGE, 'utf8'));
const [FIRST] = EXAMPLES;
/** The sections of the second part. All others belong to the first part. */
const ON_TWO_MACHINES = 'On two machines';
const ON_ONE_MACHINE = 'On one machine';
const ADD_BOTH = 'Add both hosts';
const STOP_SECOND = 'Stop the second daemon';
const OF_LIBVIRT = [ON_TWO_MACHINES, ON_ONE_MACHINE, ADD_BOTH, STOP_SECOND];
/** What the page calls the two machines, and the folder of the second daemon. */
const MACHINES = ['root@rack-4.example', 'root@rack-5.example'];
const SECOND_FOLDER = '/var/tmp/second-libvirt';

const isStart = ({ commands }: Example): boolean => commands.trimEnd().endsWith('make run');
const inSections = (...sections: readonly string[]): Example[] =>
  EXAMPLES.filter(({ section }) => sections.includes(section));

describe('The page "Growing from one host to many"', function () {
  this.timeout(400_000);

  let database: TestDatabase;
  let service: Service;
  let second: Service | null = null;
  let folder: string;
  /** The ports that the page calls 8480 and 8481. */
  let ports: readonly [string, string];

  before(async () => {
    ports = [await freePort(), await freePort()];
    database = await createTestDatabase();
    const env = { GUESTHOUSE_ACCEL: 'tcg', GUESTHOUSE_PORT: ports[0] };
    service = await Service.start({ databaseUrl: database.url, env });
    folder = await mkdtemp(path.join(tmpdir(), 'guesthouse-growing-'));
    await chmod(folder, 0o755);
    for (const name of ['data', 'data-1']) await symlink(service.dataFolder, path.join(folder, name));
  });
  after(async () => {
    await second?.leave();
    await service.leave();
    await database.drop();
    await rm(folder, { recursive: true, force: true });
  });

  const withPorts = (commands: string): string => commands.replaceAll('8480', ports[0]).replaceAll('8481', ports[1]);

  /** Runs the examples after the first one, in one shell, and compares their output with the page. */
  async function follow(examples: readonly Example[], adapt = withPorts): Promise<void> {
    if (FIRST === undefined) throw new Error('the page has no examples');
    const all = [FIRST, ...examples.filter((example) => example !== FIRST)];
    const outputs = await runExamples(all, { folder, adapt, timeoutMs: 300_000 });
    for (const [index, example] of all.entries()) {
      const output = outputs[index] ?? '';
      expect(missingIn(output, example), `${example.commands}\n${output}`).to.deep.equal([]);
    }
  }

  /** The variables that a block sets for `make run`, except those that the test must choose. */
  function variablesOf({ commands }: Example): Record<string, string> {
    const set = new Map(
      [...withPorts(commands).matchAll(/([A-Z_]+)=(\S+)/g)].map(([, name = '', value = '']) => [name, value]),
    );
    for (const name of ['DATABASE_URL', 'GUESTHOUSE_DATA']) expect(set.delete(name), name).to.equal(true);
    expect([...set.keys()]).to.include('GUESTHOUSE_ADVERTISE_URL');
    return Object.fromEntries(set);
  }

  it('works with simulated hosts, and then with a second service', async () => {
    const examples = EXAMPLES.filter(({ section }) => !OF_LIBVIRT.includes(section));
    const [atFirst, atSecond] = examples.filter(isStart);
    const starts = examples.findIndex(isStart);
    if (atFirst === undefined || atSecond === undefined) throw new Error('the page does not start two services');
    expect(examples.slice(starts, starts + 2)).to.deep.equal([atFirst, atSecond]);
    await follow(examples.slice(0, starts));
    await service.stop();
    await service.start({ env: variablesOf(atFirst) });
    second = await Service.start({ databaseUrl: database.url, env: variablesOf(atSecond) });
    expect(second.url).to.equal(`http://127.0.0.1:${ports[1]}`);
    await follow(examples.slice(starts + 2));
    await second.leave();
    second = null;
  });

  it('has only commands that this test runs', () => {
    expect(inSections(...OF_LIBVIRT)).to.have.length(OF_LIBVIRT.length + 2);
    for (const { commands } of inSections(ON_TWO_MACHINES))
      for (const machine of MACHINES) expect(commands).to.include(machine);
    expect(inSections(ON_ONE_MACHINE)[0]?.commands).to.include(SECOND_FOLDER);
  });

  describe('works with libvirt', () => {
    const daemons: Libvirtd[] = [];
    const servers: Sshd[] = [];

    before(async function () {
      const noLibvirt = await whyNoLibvirtd();
      if (noLibvirt !== null) return skip(this, 'libvirt', noLibvirt);
      const noSshd = await whyNoSshd();
      if (noSshd !== null) return skip(this, 'ssh', noSshd);
      for (let count = 0; count < 2; count++) daemons.push(await startWithIdentity());
      for (const { pid } of daemons) servers.push(await Sshd.start({ namespaceOf: pid }));
    });
    after(async () => {
      for (const server of servers) await server.stop();
      for (const daemon of daemons) await daemon.stop();
    });

    it('on two machines', async () => {
      const adapt = (commands: string): string =>
        MACHINES.reduce((text, machine, index) => {
          const server = servers[index];
          if (server === undefined) throw new Error('no sshd');
          const { port, folder: keys } = server;
          const options = `-p ${port} -i ${keys}/key -o UserKnownHostsFile=${keys}/known-host 127.0.0.1`;
          return text
            .replaceAll(`${machine} virsh`, `${options} virsh`)
            .replaceAll(`qemu+ssh://${machine}/system`, `qemu+ssh://127.0.0.1:${port}/system?${server.parameters()}`);
        }, withPorts(commands));
      await follow(inSections(ON_TWO_MACHINES, ADD_BOTH), adapt);
    });

    it('on one machine, with the second daemon that the page starts', async () => {
      const own = await mkdtemp(path.join(tmpdir(), 'guesthouse-second-'));
      await chmod(own, 0o755);
      const adapt = (commands: string): string =>
        withPorts(commands).replaceAll(SECOND_FOLDER, own).replaceAll("'qemu:///system'", `'${daemons[0]?.uri()}'`);
      try {
        await follow(inSections(ON_ONE_MACHINE, ADD_BOTH, STOP_SECOND), adapt);
      } finally {
        // After a failure, the daemon and its guests are left.
        await kill(path.join(own, 'run/libvirtd.pid'), 'libvirtd');
        const ofGuests = path.join(own, 'run/libvirt/qemu');
        for (const file of await readdir(ofGuests).catch(() => []))
          if (file.endsWith('.pid')) await kill(path.join(ofGuests, file), `guest=${path.basename(file, '.pid')},`);
        rmSync(own, { recursive: true, force: true });
      }
    });
  });
});

/** Without this, two daemons of one machine report the same identity. */
async function startWithIdentity(): Promise<Libvirtd> {
  const daemon = await Libvirtd.start();
  await daemon.stopDaemon();
  await writeFile(path.join(daemon.folder, 'etc/libvirt/libvirtd.conf'), `host_uuid = "${randomUUID()}"\n`);
  await daemon.startDaemon();
  return daemon;
}

/** Kills the process that the file names, if its command line contains the word. */
async function kill(pidFile: string, word: string): Promise<void> {
  const pid = Number(await readFile(pidFile, 'utf8').catch(() => '0'));
  const command = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '');
  if (command.includes(word)) process.kill(pid, 'SIGKILL');
}

async function freePort(): Promise<string> {
  const server = net.createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as net.AddressInfo;
  server.close();
  await once(server, 'close');
  return String(port);
}
