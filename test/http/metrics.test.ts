/** Data that the service reads from the hypervisor during a request: the counters of a guest and its console log. */
import { expect } from 'chai';
import type { CpuMetrics, DiskMetrics, Guest, NicMetrics } from '../../generated/api-types.js';
import { Api } from '../support/api.js';
import { onHost, Service } from '../support/service.js';

describe('A guest', () => {
  let service: Service;
  let api: Api;
  let guest: Guest;
  before(async () => {
    service = await Service.start();
    api = new Api(service);
    await service.host.setTime('step');
    const hardware = { vcpus: 2, disks: [{ size_mib: 1 }, { size_mib: 2, bus: 'sata' as const }], nics: [{}, {}] };
    guest = await api.makeGuest(hardware, '?start=true');
    await service.host.advance(5_000);
  });
  after(() => service.leave());

  async function cpu(): Promise<CpuMetrics> {
    return (await api.expect(200, 'GET', `${guest.href}/metrics/cpu`)).json<CpuMetrics>();
  }

  it('has CPU metrics for each vCPU, in which the time in guest code is part of the total time @conforming', async () => {
    const { vcpus } = await cpu();
    expect(vcpus.map(({ vcpu }) => vcpu)).to.deep.equal([0, 1]);
    for (const { cpu_time_s: all, vcpu_time_s: own } of vcpus) expect(own).to.be.at.most(all ?? 0);
  });

  it('has disk and NIC metrics under the device names that its resource shows @conforming', async () => {
    const disks = (await api.expect(200, 'GET', `${guest.href}/metrics/disk`)).json<DiskMetrics>().disks;
    expect(disks.map(({ device }) => device)).to.deep.equal(guest.disks.map(({ device }) => device));
    const nics = (await api.expect(200, 'GET', `${guest.href}/metrics/nic`)).json<NicMetrics>().nics;
    expect(nics.map(({ device, network }) => [device, network])).to.deep.equal([
      ['net0', 'user'],
      ['net1', 'user'],
    ]);
  });

  it('has counters that increase while it runs and stay the same while it is suspended', async () => {
    const before = await cpu();
    await service.host.advance(60_000);
    const later = await cpu();
    expect(later.vcpus[0]?.cpu_time_s).to.be.above(before.vcpus[0]?.cpu_time_s ?? NaN);
    await api.done('suspend', guest.id);
    const paused = await cpu();
    await service.host.advance(60_000);
    expect((await cpu()).vcpus).to.deep.equal(paused.vcpus);
    await api.done('start', guest.id);
  });

  for (const kind of ['cpu', 'disk', 'nic'] as const) {
    const call = kind === 'cpu' ? 'getGuestCpuMetrics' : kind === 'disk' ? 'getGuestDiskMetrics' : 'getGuestNicMetrics';

    it(`makes ${call} fail with 409 while it is off @conforming`, async () => {
      const off = await api.makeGuest();
      await api.refused(409, 'GUEST_NOT_POWERED', 'GET', `${off.href}/metrics/${kind}`);
    });

    it(`makes ${call} return different faults for a call that the host refuses and for a lost response`, async () => {
      await service.host.refuse('stats');
      const refused = await api.refused(502, 'BACKEND_REFUSED', 'GET', `${guest.href}/metrics/${kind}`);
      expect(refused.detail).to.not.contain('/');
      await service.host.loseReply('stats');
      await api.refused(502, 'OUTCOME_UNKNOWN', 'GET', `${guest.href}/metrics/${kind}`);
      await api.expect(200, 'GET', `${guest.href}/metrics/${kind}`);
    });
  }

  it('makes reads fail with HOST_UNREACHABLE after a limited time if its host does not respond', async () => {
    for (const call of ['stats', 'console'] as const) await service.host.slow(call, null);
    const paths = [`${guest.href}/metrics/cpu`, `${guest.href}/console-log`];
    await Promise.all(paths.map((path) => api.refused(503, 'HOST_UNREACHABLE', 'GET', path)));
  });

  describe('has a console log that', () => {
    it('is empty if the guest has never run', async () => {
      const { href } = await api.makeGuest();
      const response = await api.expect(200, 'GET', `${href}/console-log`);
      expect(response.text).to.equal('');
      expect(response.headers.get('content-type')).to.equal('text/plain; charset=utf-8');
    });

    it('contains the output of the guest, or only its end if a request limits the bytes @conforming', async () => {
      const all = (await api.expect(200, 'GET', `${guest.href}/console-log`)).text;
      expect(all).to.contain('GUEST-UP');
      const last = (await api.expect(200, 'GET', `${guest.href}/console-log?bytes=10`)).text;
      expect(last).to.have.length(10);
      // The simulated time stands still, so the guest writes nothing between the two requests.
      expect(all.endsWith(last)).to.equal(true);
    });

    it('cannot be read with an invalid size', async () => {
      for (const bytes of ['0', '-1', '1048577', 'x', '1e3', '1.5', '', '0x10', '99999999999999999999']) {
        await api.refused(400, 'VALIDATION_FAILED', 'GET', `${guest.href}/console-log?bytes=${bytes}`);
      }
      await api.expect(200, 'GET', `${guest.href}/console-log?bytes=1048576`);
    });

    it('returns different faults for a call that the host refuses and for a lost response', async () => {
      await service.host.refuse('console', { guest: onHost(guest) });
      await api.refused(502, 'BACKEND_REFUSED', 'GET', `${guest.href}/console-log`);
      await service.host.loseReply('console');
      await api.refused(502, 'OUTCOME_UNKNOWN', 'GET', `${guest.href}/console-log`);
    });
  });
});
