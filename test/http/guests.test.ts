/**
 * Guests as resources: which guest a creation makes from a request, and how requests find guests. verbs.test.ts tests
 * verbs.
 */
import { expect } from 'chai';
import type { Guest, GuestCreate } from '../../generated/api-types.js';
import { Api, jobOf, newGuest, uniqueName } from '../support/api.js';
import { onHost, Service } from '../support/service.js';

describe('A guest @conforming', () => {
  let service: Service;
  let api: Api;
  before(async () => {
    service = await Service.start();
    api = new Api(service);
  });
  after(() => service.leave());

  it('that is created with only the required members gets every default, and shows every member', async () => {
    const name = uniqueName();
    const response = await api.expect(201, 'POST', '/v1/guests', { json: { name, vcpus: 1, memory_mib: 16 } });
    const guest = response.json<Guest>();
    expect(response.headers.get('location')).to.equal(service.url + guest.href);
    expect(guest).to.deep.include({
      name,
      description: '',
      vcpus: 1,
      memory_mib: 16,
      firmware: 'bios',
      boot: null,
      disks: [],
      nics: [],
      metadata: {},
      state: 'creating',
      power_state: null,
      target_power_state: null,
      fault: null,
      launched_at: null,
    });
    expect(guest.user_id, 'whose token it was').to.be.a('string');
    expect(guest.links.map(({ rel }) => rel)).to.deep.equal(['self', 'bookmark']);
    expect((await api.ended(jobOf(response))).state).to.equal('succeeded');
    expect(await api.guest(guest.id)).to.include({ state: 'stopped', power_state: 'off' });
  });

  it('is created as the request describes it, also from images', async () => {
    const disk = await api.makeImage(Buffer.alloc(3 * 1024 * 1024 + 1));
    const iso = await api.makeImage(Buffer.alloc(1024), { kind: 'iso' });
    const kernel = await api.makeImage('kernel', { kind: 'kernel' });
    const initrd = await api.makeImage('initrd', { kind: 'initrd' });
    const description: Partial<GuestCreate> = {
      description: 'The shop\u2019s front end',
      vcpus: 256,
      memory_mib: 4194304,
      firmware: 'uefi',
      boot: { kernel_image: kernel.name, initrd_image: initrd.id, cmdline: 'console=ttyS0' },
      disks: [
        { image: disk.name.toUpperCase() },
        { image: disk.id, size_mib: 100, bus: 'scsi', format: 'raw' },
        { size_mib: 1, bus: 'ide' },
        { media: 'cdrom', image: iso.id },
      ],
      nics: [{}, { network: 'lab', model: 'e1000', mac: '52:54:00:AB:CD:EF' }],
      metadata: { role: 'web', empty: '' },
    };
    const guest = await api.makeGuest(description, '?start=true');
    expect(guest).to.deep.include({ state: 'running', firmware: 'uefi', metadata: { role: 'web', empty: '' } });
    expect(guest.boot).to.deep.equal({ kernel_image: kernel.id, initrd_image: initrd.id, cmdline: 'console=ttyS0' });
    expect(guest.disks).to.deep.equal([
      { device: 'vda', media: 'disk', size_mib: 4, image: disk.id, bus: 'virtio', format: 'qcow2' },
      { device: 'sda', media: 'disk', size_mib: 100, image: disk.id, bus: 'scsi', format: 'raw' },
      { device: 'hda', media: 'disk', size_mib: 1, image: null, bus: 'ide', format: 'qcow2' },
      { device: 'sdb', media: 'cdrom', size_mib: 1, image: iso.id, bus: 'sata', format: 'raw' },
    ]);
    expect(guest.nics[0]).to.deep.include({ device: 'net0', network: 'user', model: 'virtio' });
    expect(guest.nics[0]?.mac).to.match(/^52:54:00:/);
    expect(guest.nics[1]).to.deep.include({ device: 'net1', network: 'lab', model: 'e1000', mac: '52:54:00:ab:cd:ef' });
    const { volumes } = await service.host.inspectGuest(onHost(guest));
    expect(volumes.map(({ target, sizeMib }) => [target, sizeMib])).to.deep.equal([
      ['vda', 4],
      ['sda', 100],
      ['hda', 1],
    ]);
  });

  it('can have as many disks and NICs as the contract allows', async () => {
    const guest = await api.makeGuest({ disks: Array(16).fill({ size_mib: 1 }), nics: Array(8).fill({}) });
    expect(new Set(guest.disks.map(({ device }) => device)).size).to.equal(16);
    expect(new Set(guest.nics.map(({ mac }) => mac)).size).to.equal(8);
  });

  it('is found by its id and by its name, in any case and Unicode form', async () => {
    const guest = await api.makeGuest({ name: 'Käse \u{1F9C0} 100 & +' });
    for (const name of [guest.name, guest.name.toUpperCase(), guest.name.normalize('NFD'), guest.id]) {
      expect((await api.guest(name)).id, name).to.equal(guest.id);
    }
    await api.refused(404, 'GUEST_NOT_FOUND', 'GET', '/v1/guests/K%C3%A4se');
  });

  it('stores its name in Unicode form NFC', async () => {
    const guest = await api.makeGuest({ name: 'Ame\u0301lie' });
    expect(guest.name).to.equal('Am\u00e9lie');
  });

  it('frees its name when it is deleted', async () => {
    const { id, name } = await api.makeGuest();
    await api.done('delete', id);
    expect((await api.makeGuest({ name })).id).to.not.equal(id);
  });

  it('is created by only one of many concurrent requests for the same name', async () => {
    const name = uniqueName('rival');
    const json = { ...newGuest(), name };
    const responses = await Promise.all(Array.from({ length: 8 }, () => api.send('POST', '/v1/guests', { json })));
    expect(responses.map(({ status }) => status).sort()).to.deep.equal([201, ...Array<number>(7).fill(409)]);
  });

  it('can be created, used and deleted with the typed client', async () => {
    const created = await api.client.POST('/v1/guests', { body: newGuest() });
    const id = created.data?.id ?? '';
    await api.ended(created.response.headers.get('x-operation-id') ?? '');
    const started = await api.client.POST('/v1/guests/{guest}/start', { params: { path: { guest: id } } });
    expect(started.data?.state).to.be.oneOf(['starting', 'running']);
    await api.ended(started.response.headers.get('x-operation-id') ?? '');
    const put = await api.client.PUT('/v1/guests/{guest}/states/power', {
      params: { path: { guest: id } },
      body: { target: 'off' },
    });
    expect(put.response.status).to.equal(202);
    const gone = await api.client.DELETE('/v1/guests/{guest}', { params: { path: { guest: id } } });
    expect(gone.data?.state).to.equal('deleting');
    await api.ended(gone.response.headers.get('x-operation-id') ?? '');
    const missing = await api.client.GET('/v1/guests/{guest}', { params: { path: { guest: id } } });
    expect(missing.error?.error_name).to.equal('GUEST_NOT_FOUND');
  });

  it('has links that begin with the address that the client used', async () => {
    const { href } = await api.makeGuest();
    const guest = (await api.send('GET', href)).json<Guest>();
    expect(guest.links[0]?.href).to.equal(service.url + href);
  });
});
