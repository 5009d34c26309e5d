/**
 * The service as a process on its embedded PostgreSQL: Control-C, kill -9, the next start, and two services on one
 * database. The guests are simulated. first-guest.test.ts kills the service while real guests run.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { readFile, rm, stat } from 'node:fs/promises';
import http from 'node:http';
import net from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';
import type { Guest, HostList } from '../../generated/api-types.js';
import { eventually } from '../support/eventually.js';
import { Api } from '../support/api.js';
import { createTestDatabase } from '../support/database/database.js';
import { onHost, Service } from '../support/service.js';
import { skip } from '../support/skip.js';

const EMBEDDED = { databaseUrl: '', env: { DATABASE_URL: '' } };
const MAIN = fileURLToPath(new URL('../../src/main.ts', import.meta.url));

interface GuestShown {
  readonly id: string;
  readonly name: string;
  readonly state: string;
}

describe('A service process', function () {
  this.timeout(120_000);

  async function makeGuest(api: Api, name: string): Promise<GuestShown> {
    const json = { name, vcpus: 1, memory_mib: 64, disks: [{ size_mib: 16 }] };
    expect((await api.send('POST', '/v1/guests?start=true', { json })).status).to.equal(201);
    await eventually(async () => (await getGuest(api, name)).state === 'running');
    return getGuest(api, name);
  }
  const getGuest = async (api: Api, name: string): Promise<GuestShown> =>
    (await api.send('GET', `/v1/guests/${name}`)).json<GuestShown>();

  describe('on its embedded database', () => {
    let service: Service;
    let api: Api;

    before(async () => {
      service = await Service.start(EMBEDDED);
      api = new Api(service);
    });
    after(async () => {
      await service.leave();
    });

    const postmasterPid = async (): Promise<number> =>
      Number((await readFile(path.join(service.dataFolder, 'postgres/data/postmaster.pid'), 'utf8')).split('\n')[0]);
    const isAlive = (pid: number): boolean => {
      try {
        return process.kill(pid, 0);
      } catch {
        return false;
      }
    };

    it('creates a token file that only its owner can read', async () => {
      const file = path.join(service.dataFolder, 'admin.token');
      expect((await stat(file)).mode & 0o777).to.equal(0o600);
      expect((await stat(service.dataFolder)).mode & 0o777).to.equal(0o711);
    });

    it('ends on Control-C: it accepts nothing new, finishes running requests, stops the database last, and keeps guests running', async () => {
      const before = await makeGuest(api, 'kept');
      await api.send('POST', '/v1/images', { json: { name: 'slow', kind: 'kernel' } });
      const pid = await postmasterPid();

      const upload = http.request(`${service.url}/v1/images/slow/content`, {
        method: 'PUT',
        headers: { authorization: `Bearer ${service.token}`, 'content-type': 'application/octet-stream' },
      });
      const responded = once(upload, 'response') as Promise<[http.IncomingMessage]>;
      upload.write(Buffer.alloc(100_000, 1));
      await eventually(async () => (await service.imageFiles()).some((name) => name.endsWith('.part')));
      // A connection without a request, such as a browser opens in advance.
      const ahead = net.connect(Number(new URL(service.url).port), '127.0.0.1');
      await once(ahead, 'connect');
      const isCut = once(ahead, 'close');
      const stopped = service.stop('SIGINT');
      await isCut;
      await eventually(async () =>
        fetch(`${service.url}/healthz`, { headers: { connection: 'close' } }).then(
          () => false,
          () => true,
        ),
      );
      upload.end(Buffer.alloc(100_000, 2));
      const [response] = await responded;
      expect(response.statusCode).to.equal(200);
      response.resume();
      expect(await stopped).to.equal(0);
      expect(isAlive(pid), 'PostgreSQL').to.equal(false);
      const messages = service.log.map(({ msg }) => msg);
      expect(messages.at(-1)).to.match(/embedded database stopped/);
      expect((await service.host.inspectGuest(onHost(before))).state).to.equal('on');
    });

    it('finds all its data at its second start', async () => {
      const token = service.token;
      await service.start();
      api = new Api(service);
      expect(service.token).to.equal(token);
      expect((await getGuest(api, 'kept')).state).to.equal('running');
      const image = (await api.send('GET', '/v1/images/slow')).json<{ state: string; size_bytes: number }>();
      expect(image).to.include({ state: 'available', size_bytes: 200_000 });
    });

    it('adopts the database after kill -9, finds every guest unchanged, and finishes open operations', async () => {
      const guest = await getGuest(api, 'kept');
      const pid = await postmasterPid();
      await service.host.ignoreShutdowns(onHost(guest), true);
      const begun = await api.send('POST', '/v1/guests/kept/shutdown', { json: { timeout_s: 3600 } });
      const operation = begun.headers.get('x-operation-id') ?? '';
      const stateOf = async (): Promise<string> =>
        (await api.send('GET', `/v1/operations/${operation}`)).json<{ state: string }>().state;
      await eventually(async () => (await stateOf()) === 'running');
      await service.stop('SIGKILL');
      await service.start();
      api = new Api(service);
      expect(await postmasterPid()).to.equal(pid);
      expect(await getGuest(api, 'kept')).to.include({ id: guest.id, state: 'stopping' });
      await service.host.ignoreShutdowns(onHost(guest), false);
      await eventually(async () => (await stateOf()) === 'succeeded');
      expect((await getGuest(api, 'kept')).state).to.equal('stopped');
    });

    it('rejects another backend while guests exist, and names both backends', async () => {
      await service.stop();
      const { code, text } = await run(['--backend', 'qmp', '--data', service.dataFolder, '--port', '0']);
      expect(code).to.equal(1);
      expect(text)
        .to.match(/guests on the backend fake/)
        .and.to.match(/backend qmp is configured/);
      await service.start();
    });
  });

  it('reports every mistake of its configuration at once, and does nothing else', async () => {
    const { code, text } = await run(['--port', 'many', '--backend', 'xen', '--frobnicate', '1']);
    expect(code).to.equal(2);
    expect(text.trim().split('\n')).to.have.length(3);
  });

  for (const [family, host] of [
    ['IPv4', '127.0.0.1'],
    ['IPv6', '::1'],
  ] as const) {
    it(`reports a port that is in use over ${family} in one plain line, and changes nothing`, async function () {
      const occupant = net.createServer().listen(0, host);
      const isListening = await once(occupant, 'listening').then(
        () => true,
        () => false,
      );
      if (!isListening) return skip(this, 'ipv6', `this machine has no ${host}`);
      const { port } = occupant.address() as net.AddressInfo;
      const folder = path.join(tmpdir(), `guesthouse-unused-${port}`);
      try {
        const args = ['--host', host, '--port', String(port), '--backend', 'fake', '--data', folder];
        const place = family === 'IPv6' ? `[${host}]:${port}` : `${host}:${port}`;
        expect(await run(args)).to.deep.equal({
          code: 1,
          text: `Guesthouse cannot listen on ${place}: another program uses this port. Stop that program, or set GUESTHOUSE_PORT to another port.\n`,
        });
        expect(existsSync(folder), 'a data folder').to.equal(false);
      } finally {
        occupant.close();
        await rm(folder, { recursive: true, force: true });
      }
    });
  }

  it('warns of each environment variable that it does not know, and names the nearest one', async () => {
    const service = await Service.start({ env: { GUESTHOUSE_PROT: '1' } });
    try {
      const warnings = service.log.filter(({ level }) => level === 40);
      expect(warnings.map(({ variable, nearest }) => ({ variable, nearest }))).to.deep.equal([
        { variable: 'GUESTHOUSE_PROT', nearest: 'GUESTHOUSE_PORT' },
      ]);
    } finally {
      await service.leave();
    }
  });

  it('stands by if it has another data folder: it serves the contents of the database, and rejects calls to a host that it does not own', async () => {
    const database = await createTestDatabase();
    const owner = await Service.start({ databaseUrl: database.url });
    let standBy: Service | null = null;
    try {
      const guest = await makeGuest(new Api(owner), 'there');
      standBy = await Service.start({ databaseUrl: database.url });
      const api = new Api(standBy);
      expect((await getGuest(api, 'there')).id).to.equal(guest.id);
      await api.refused(503, 'HOST_UNREACHABLE', 'GET', '/v1/guests/there/metrics/cpu');
      await api.refused(503, 'HOST_UNREACHABLE', 'GET', '/v1/guests/there/console-log');
      await api.expect(200, 'GET', '/v1/networks');
      await api.send('POST', '/v1/images', { json: { name: 'here', kind: 'kernel' } });
      await api.expect(200, 'PUT', '/v1/images/here/content', {
        headers: { 'content-type': 'application/octet-stream' },
        body: 'bytes',
      });
      // The services do not state addresses, so neither can copy what the other received.
      await new Api(owner).refused(503, 'HOST_UNREACHABLE', 'GET', '/v1/images/here/content');
      expect((await api.send('POST', '/v1/guests/there/poweroff')).status).to.equal(202);
      await eventually(async () => (await getGuest(api, 'there')).state === 'stopped');
    } finally {
      await standBy?.leave();
      await owner.leave();
      await database.drop();
    }
  });

  it('has a host of its own beside the host of a running owner, but takes over a host without guests and owner', async () => {
    const database = await createTestDatabase();
    const first = await Service.start({ databaseUrl: database.url });
    let owned: Service | null = null;
    let other: Service | null = null;
    const uriAt = async (service: Service): Promise<string | null | undefined> =>
      (await new Api(service).expect(200, 'GET', '/v1/hosts')).json<HostList>().hosts[0]?.uri;
    const isOn = (service: Service, guest: Guest): Promise<boolean> =>
      service.host.inspectGuest(onHost(guest)).then(
        ({ state }) => state === 'on',
        () => false,
      );
    try {
      await eventually(() => first.log.some(({ msg }) => msg === 'host acquired'));
      const before = await uriAt(first);
      owned = await Service.start({ databaseUrl: database.url });
      expect(await uriAt(owned)).to.equal(before);
      expect((await new Api(owned).expect(200, 'GET', '/v1/hosts')).json<HostList>().hosts).to.have.length(2);
      for (const service of [first, owned]) await service.stop();
      other = await Service.start({ databaseUrl: database.url });
      expect(await uriAt(other)).not.to.equal(before);
      const { hosts } = (await new Api(other).expect(200, 'GET', '/v1/hosts')).json<HostList>();
      expect(hosts).to.have.length(2);
      // The second host may still be shown as up, although its service has stopped.
      const { dataFolder } = other;
      const placement = { host: hosts.find(({ uri }) => uri?.includes(dataFolder))?.id ?? '' };
      const guest = await new Api(other).makeGuest({ name: 'at-other', placement }, '?start=true');
      expect(await isOn(other, guest)).to.equal(true);
    } finally {
      await other?.leave();
      await owned?.leave();
      await first.leave();
      await database.drop();
    }
  });

  it('takes over the host when the owner on the same database dies', async () => {
    const database = await createTestDatabase();
    const first = await Service.start({ databaseUrl: database.url });
    const second = await Service.start({ databaseUrl: database.url, dataFolder: first.dataFolder });
    try {
      const api = new Api({ url: second.url, token: first.token });
      await makeGuest(api, 'shared');
      await first.stop('SIGKILL');
      expect((await api.send('POST', '/v1/guests/shared/poweroff')).status).to.equal(202);
      await eventually(async () => (await getGuest(api, 'shared')).state === 'stopped');
    } finally {
      await second.stop();
      await first.leave();
      await database.drop();
    }
  });
});

/** Runs the service with flags that make it end by itself. */
async function run(args: readonly string[]): Promise<{ code: number | null; text: string }> {
  const child = spawn(process.execPath, ['--import', 'tsx', MAIN, ...args], {
    env: { PATH: process.env['PATH'] },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let text = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (text += chunk.toString()));
  const [code] = (await once(child, 'close')) as [number | null];
  return { code, text };
}
