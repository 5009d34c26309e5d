/**
 * Clients of oVirt that other projects wrote, unmodified, against the service: the fencing agent fence_rhevm and the
 * library libgovirt, on the simulation and on real QEMU.
 */
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect } from 'chai';
import type { Guest } from '../../../generated/api-types.js';
import { detectQemu } from '../../../backends/qmp/installation.js';
import { makePerson } from '../../support/access/people.js';
import { Api } from '../../support/api.js';
import { FENCE_LINES, FENCE_PROGRAM } from '../../support/dialects/fence-rhevm.js';
import { fence, govirt, whyNoFence, whyNoGovirt, type Access } from '../../support/dialects/ovirt-clients.js';
import { eventually } from '../../support/eventually.js';
import { Authority, whyNoCertificates } from '../../support/peers/certificates.js';
import { Service } from '../../support/service.js';
import { skip } from '../../support/skip.js';

const API = '/ovirt-engine/api';
const UNKNOWN = 'Can not find VM UUID';

/** Signs in as oVirt's clients do: the domain of the user names the project. */
async function accessOf(service: Service, role: 'operator' | 'viewer'): Promise<Access> {
  const { name, api } = await makePerson(service, { role });
  return { url: service.url, user: `${name}@default`, token: api.token };
}

for (const backend of ['fake', 'qmp'] as const) {
  describe(`Clients of oVirt on ${backend}`, function () {
    this.timeout(300_000);
    let service: Service | null = null;
    let api: Api;
    let operator: Access;
    let viewer: Access;
    let web: Guest;

    before(async function () {
      if (backend === 'qmp') {
        const found = await detectQemu();
        if ('reason' in found) skip(this, 'qmp', found.reason);
      }
      const accel = process.env['GUESTHOUSE_ACCEL'];
      const env = { GUESTHOUSE_BACKEND: backend, ...(accel === undefined ? {} : { GUESTHOUSE_ACCEL: accel }) };
      service = await Service.start({ env });
      api = new Api(service);
      operator = await accessOf(service, 'operator');
      viewer = await accessOf(service, 'viewer');
      web = await api.makeGuest({ name: 'web', description: 'a <b> & "c"', disks: [], nics: [] });
      await api.makeGuest({ name: 'web-2', disks: [], nics: [] });
    });
    after(async () => {
      if (service === null) return;
      for (const name of ['web', 'web-2']) await api.done('delete', name);
      await service.leave();
    });

    afterEach(async () => {
      for (const name of ['web', 'web-2']) if ((await stateOf(name)) === 'running') await api.done('poweroff', name);
    });

    const stateOf = async (name: string): Promise<string> => (await api.guest(name)).state;

    describe('fence_rhevm', () => {
      before(async function () {
        const reason = await whyNoFence();
        if (reason !== null) skip(this, 'ancestors', reason);
      });

      it('O12 O14 O18 powers a guest on and off, and reads its status', async () => {
        const status = async (): Promise<unknown> => {
          const { code, out } = await fence('status', operator, { plug: 'web' });
          return [code, out.trim()];
        };
        expect(await status()).to.deep.equal([2, 'Status: OFF']);
        expect((await fence('on', operator, { plug: 'web' })).out).to.equal('Success: Powered ON\n');
        expect(await status()).to.deep.equal([0, 'Status: ON']);
        expect(await stateOf('web')).to.equal('running');
        // Already on.
        expect((await fence('on', operator, { plug: 'web' })).code).to.equal(0);
        expect((await fence('off', operator, { plug: 'web' })).out).to.equal('Success: Powered OFF\n');
        expect(await status()).to.deep.equal([2, 'Status: OFF']);
        expect(await stateOf('web')).to.equal('stopped');
        expect((await fence('off', operator, { plug: 'web' })).code).to.equal(0);
      });

      it('O14 reboots a guest: off, then on', async () => {
        await api.done('start', 'web');
        const { launched_at: before } = await api.guest('web');
        expect((await fence('reboot', operator, { plug: 'web' })).out).to.equal('Success: Rebooted\n');
        expect(await stateOf('web')).to.equal('running');
        expect((await api.guest('web')).launched_at).not.to.equal(before);
      });

      it('O7 O8 lists all guests, and monitors the service', async () => {
        expect(await fence('list', operator)).to.include({ code: 0, out: 'web,\nweb-2,\n' });
        expect(await fence('monitor', operator)).to.include({ code: 0 });
      });

      it('O21 finds exactly the guest of the name', async () => {
        const { code, errors } = await fence('off', operator, { plug: 'we' });
        expect(code).to.equal(1);
        expect(errors).to.contain(UNKNOWN);
        await api.done('start', 'web-2');
        await fence('off', operator, { plug: 'web' });
        expect(await stateOf('web-2')).to.equal('running');
      });

      it('works with its options for the path of the API and for the filter', async () => {
        for (const [option, value] of [
          ['api_path', `${API}/v4`],
          ['disable_http_filter', '1'],
          ['api_version', '4'],
        ] as const) {
          const { out } = await fence('status', operator, { plug: 'web', [option]: value });
          expect(out, option).to.equal('Status: OFF\n');
        }
      });

      it('O20 fails with a wrong password, user or domain, and does not take the guest for off', async () => {
        await api.done('start', 'web');
        for (const wrong of [
          { ...operator, token: 'wrong' },
          { ...operator, user: 'nobody@default' },
          { ...operator, user: operator.user.replace('default', 'elsewhere') },
        ]) {
          for (const action of ['status', 'off']) {
            const { code, out, errors } = await fence(action, wrong, { plug: 'web' });
            expect([code, out], wrong.user).to.deep.equal([1, '']);
            expect(errors).to.contain(UNKNOWN);
          }
        }
        expect(await stateOf('web')).to.equal('running');
      });

      it('does not work with its option for cookies, because the service has no sessions', async () => {
        await api.done('start', 'web');
        const options = { plug: 'web', use_cookies: '1', cookie_file: '/dev/null' };
        const { code, errors } = await fence('status', operator, options);
        expect(code).to.equal(1);
        expect(errors).to.contain(UNKNOWN);
      });

      it('fails if the role of its user does not allow to power off', async () => {
        await api.done('start', 'web');
        expect((await fence('status', viewer, { plug: 'web' })).out).to.equal('Status: ON\n');
        expect((await fence('off', viewer, { plug: 'web', power_timeout: '2' })).code).to.equal(1);
        expect(await stateOf('web')).to.equal('running');
      });

      // Only the simulated host crashes guests on request.
      if (backend === 'fake') {
        it('takes a guest that crashed for off, and starts it again', async () => {
          await api.done('start', 'web');
          await service?.host.crashAfter(web.id, 0);
          await eventually(async () => (await stateOf('web')) === 'error');
          expect((await fence('status', operator, { plug: 'web' })).out).to.equal('Status: OFF\n');
          expect((await fence('reboot', operator, { plug: 'web' })).out).to.equal('Success: Rebooted\n');
          expect(await stateOf('web')).to.equal('running');
        });

        it('powers off a guest that does not react to a shutdown', async () => {
          await api.done('start', 'web');
          await service?.host.ignoreShutdowns(web.id);
          await api.begin('shutdown', 'web', { timeout_s: 600 });
          expect((await fence('status', operator, { plug: 'web' })).out).to.equal('Status: ON\n');
          expect(await fence('off', operator, { plug: 'web' })).to.include({ out: 'Success: Powered OFF\n' });
        });
      }

      it('reads responses with the expressions that xml.test.ts applies', async () => {
        const program = await readFile(FENCE_PROGRAM, 'utf8');
        for (const line of FENCE_LINES) expect(program).to.contain(line);
      });
    });

    describe('libgovirt', () => {
      before(async function () {
        const reason = await whyNoGovirt();
        if (reason !== null) skip(this, 'ancestors', reason);
      });

      it('O2 O3 O8 connects, lists guests and finds them by name', async () => {
        const { results, warnings } = await govirt(operator, [
          ['connect'],
          ['list'],
          ['find', 'web'],
          ['find', 'nope'],
        ]);
        const shown = {
          ...{ name: 'web', id: web.id, href: `${API}/vms/${web.id}`, description: web.description, state: 'down' },
          ...{ display: 'vnc', monitors: 1 },
        };
        const [isConnected, listed, ...found] = results;
        expect(isConnected).to.equal(true);
        expect(listed).to.have.all.keys('web', 'web-2');
        expect(listed).to.have.property('web').that.deep.equals(shown);
        expect(found).to.deep.equal([shown, null]);
        expect(warnings).not.to.contain('CRITICAL');
      });

      it('O15 O18 starts and stops a guest, and waits for the end', async () => {
        const { results, warnings } = await govirt(operator, [
          ...([['connect'], ['start', 'web'], ['refresh', 'web'], ['stop', 'web'], ['refresh', 'web']] as const),
        ]);
        expect(results[1]).to.equal(true);
        expect(results[2]).to.have.property('state', 'up');
        expect(results[3]).to.equal(true);
        expect(results[4]).to.have.property('state', 'down');
        expect(warnings).not.to.contain('CRITICAL');
      });

      it('O21 searches', async () => {
        await api.done('start', 'web-2');
        const searches = ['name=web', 'name=web*', 'status=up', 'name=web* and status=down sortby name', 'name=nope'];
        const { results } = await govirt(operator, [
          ['connect'],
          ...searches.map((query) => ['search', query] as const),
          ['search', 'colour=red'],
        ]);
        const names = results.slice(1, -1).map((found) => Object.keys(found ?? {}).sort());
        expect(names).to.deep.equal([['web'], ['web', 'web-2'], ['web-2'], ['web'], []]);
        // A search that is not valid is a fault.
        expect(results.at(-1)).to.equal(false);
      });

      it('O34 gets the reason and the detail of a fault', async () => {
        const { results } = await govirt(viewer, [['connect'], ['start', 'web']]);
        expect(results[0]).to.equal(true);
        expect(results[1])
          .to.have.property('error')
          .that.matches(/\[.*role.*\]/);
        expect(await stateOf('web')).to.equal('stopped');
      });

      it('O20 cannot connect with a wrong password', async () => {
        const { results } = await govirt({ ...operator, token: 'wrong' }, [['connect']]);
        expect(results[0]).to.have.property('error', 'Unauthorized');
      });

      it('gets no ticket, because a guest has no action of this name', async () => {
        const { results } = await govirt(operator, [['connect'], ['ticket', 'web']]);
        expect(results).to.deep.equal([true, false]);
      });
    });
  });
}

describe('Clients of oVirt over TLS', () => {
  let folder: string;
  let service: Service | null = null;
  let access: Access;
  before(async function () {
    const reason = await whyNoCertificates();
    if (reason !== null) skip(this, 'openssl', reason);
    folder = await mkdtemp(path.join(tmpdir(), 'guesthouse-ovirt-'));
    const authority = await Authority.make(folder, 'ca');
    const { certificate, key } = await authority.signServer('service', ['IP:127.0.0.1']);
    service = await Service.start({ env: { GUESTHOUSE_TLS_CERT: certificate, GUESTHOUSE_TLS_KEY: key } });
    // The administrator needs no project.
    access = { url: service.url, user: 'admin@internal', token: service.token };
  });
  after(async () => {
    await service?.leave();
    await rm(folder, { recursive: true, force: true });
  });

  it('fence_rhevm monitors', async function () {
    const reason = await whyNoFence();
    if (reason !== null) skip(this, 'ancestors', reason);
    expect(await fence('monitor', access)).to.include({ code: 0, errors: '' });
    const { code, errors } = await fence('status', access, { plug: 'nope' });
    expect(code).to.equal(1);
    expect(errors).to.contain(UNKNOWN);
  });

  it('libgovirt lists', async function () {
    const reason = await whyNoGovirt();
    if (reason !== null) skip(this, 'ancestors', reason);
    expect((await govirt(access, [['connect'], ['list']])).results).to.deep.equal([true, {}]);
  });
});
