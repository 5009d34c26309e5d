/**
 * Operations that lose the connection to their host between two messages of one verb, while the service continues to
 * observe the host. It repeats repeatable work, and does not repeat work that must not be done twice.
 */
import { expect } from 'chai';
import { POOL_MARKER } from '../../backends/libvirt/names.js';
import type { Guest } from '../../generated/api-types.js';
import { Api, jobOf, newGuest } from '../support/api.js';
import { Service } from '../support/service.js';
import { SimulatedLibvirt } from '../wire/simulated-libvirt.js';

/** More losses than the single immediate repetition by guest.delete can handle. */
const CUTS = 3;

describe('An operation that loses its host midway', function () {
  this.timeout(120_000);

  let libvirt: SimulatedLibvirt;
  let service: Service;
  let api: Api;

  before(async () => {
    libvirt = await SimulatedLibvirt.listen();
    const env = { GUESTHOUSE_BACKEND: 'libvirt', GUESTHOUSE_LIBVIRT_URI: libvirt.uri };
    service = await Service.start({ env });
    api = new Api(service);
  });

  after(async () => {
    await service.leave();
    await libvirt.close();
  });

  /** Removes the remains of the previous test. */
  beforeEach(() => {
    libvirt.domains.clear();
    libvirt.volumes.clear();
    libvirt.changes.length = 0;
    libvirt.cutAfterEachOf(0);
  });

  it('still creates its guest and starts it', async () => {
    libvirt.cutAfterEachOf(CUTS);
    const json = { ...newGuest(), disks: [{ size_mib: 1 }] };
    const response = await api.expect(201, 'POST', '/v1/guests?start=true', { json });
    const { state, attempts, fault } = await api.ended(jobOf(response));
    expect({ state, fault }).to.deep.equal({ state: 'succeeded', fault: null });
    expect(attempts).to.be.above(CUTS);
    expect(libvirt.domain?.state).to.equal('running');
    expect(libvirt.changes.filter((change) => change === 'DomainDefineXMLFlags')).to.have.length(1);
    await api.done('delete', response.json<Guest>().id);
  });

  it('still deletes its guest completely', async () => {
    const { id } = await api.makeGuest({ disks: [{ size_mib: 1 }] }, '?start=true');
    libvirt.cutAfterEachOf(CUTS);
    const { state, fault } = await api.ended(await api.begin('delete', id));
    expect({ state, fault }).to.deep.equal({ state: 'succeeded', fault: null });
    expect(libvirt.domain).to.equal(null);
    expect([...libvirt.volumes.keys()]).to.deep.equal([POOL_MARKER]);
  });

  it('still changes its guest', async () => {
    const { id } = await api.makeGuest();
    libvirt.cutAfterEachOf(1);
    const headers = { 'content-type': 'application/merge-patch+json' };
    const response = await api.expect(202, 'PATCH', `/v1/guests/${id}`, { json: { vcpus: 2 }, headers });
    expect((await api.ended(jobOf(response))).state).to.equal('succeeded');
    expect(await api.guest(id)).to.include({ vcpus: 2, state: 'stopped' });
    await api.done('delete', id);
  });

  it('fails with OUTCOME_UNKNOWN if it restarts a guest that another client then suspends, and never resets that guest twice', async () => {
    const { id } = await api.makeGuest({}, '?start=true');
    libvirt.suspendedBefore = 'DomainGetState';
    libvirt.cutAfterEachOf(1);
    const operation = await api.ended(await api.begin('restart', id));
    const resets = libvirt.changes.filter((change) => change === 'DomainReset').length;
    const { state, fault } = operation;
    expect([resets, state, fault?.error_name]).to.deep.equal([1, 'failed', 'OUTCOME_UNKNOWN']);
    expect((await api.guest(id)).state).to.equal('suspended');
    await api.done('start', id);
    await api.done('delete', id);
  });
});
