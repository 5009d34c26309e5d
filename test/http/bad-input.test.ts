/**
 * Invalid input of every kind: the API rejects it with a reason and changes nothing. every-operation.test.ts tests what
 * holds for all operations.
 */
import { expect } from 'chai';
import type { ErrorName, Guest, Image } from '../../generated/api-types.js';
import { Api, newGuest } from '../support/api.js';
import { Service } from '../support/service.js';

const ABSENT_ID = '00000000-0000-4000-8000-000000000000';

describe('Bad input', () => {
  let service: Service;
  let api: Api;
  let guest: Guest;
  let image: Image;
  let before_: unknown;
  before(async () => {
    service = await Service.start();
    api = new Api(service);
    image = await api.makeImage(Buffer.alloc(3 * 1024 * 1024), { name: 'an-image' });
    await api.makeImage('k', { name: 'a-kernel', kind: 'kernel' });
    await api.makeImage('i', { name: 'an-iso', kind: 'iso' });
    await api.announceImage({ name: 'not-ready' });
    guest = await api.makeGuest({ name: 'Straße \u00e9' });
  });
  after(() => service.leave());

  async function everything(): Promise<unknown> {
    const paths = ['/v1/guests', '/v1/images', '/v1/operations', `/v1/hosts/${guest.host.id}/metadata`];
    const lists = await Promise.all(paths.map(async (path) => (await api.expect(200, 'GET', path)).json()));
    return [lists, await service.imageFiles(), (await service.host.inspect()).machines];
  }
  beforeEach(async () => {
    before_ = await everything();
  });
  afterEach(async () => {
    expect(await everything()).to.deep.equal(before_);
  });

  interface Case {
    readonly json: unknown;
    readonly name?: ErrorName;
    readonly status?: number;
    /** The pointer that a reported mistake must have. */
    readonly at?: string;
  }

  async function refuse(path: string, { json, name = 'VALIDATION_FAILED', status = 400, at }: Case): Promise<void> {
    const fault = await api.refused(status, name, 'POST', path, { json });
    if (at !== undefined) expect((fault.errors ?? []).map(({ pointer }) => pointer)).to.include(at);
  }
  function withGuest(members: object): object {
    return { ...newGuest(), ...members };
  }

  const guests: Record<string, () => Case> = {
    'an unknown member': () => ({ json: withGuest({ colour: 'red' }), at: '/colour' }),
    'a nested unknown member': () => ({
      json: withGuest({ disks: [{ size_mib: 1, colour: 'red' }] }),
      at: '/disks/0/colour',
    }),
    'a read-only member': () => ({ json: withGuest({ state: 'running' }), name: 'READ_ONLY_FIELD', at: '/state' }),
    'an id chosen by the client': () => ({ json: withGuest({ id: ABSENT_ID }), name: 'READ_ONLY_FIELD', at: '/id' }),
    'a nested read-only member': () => ({
      json: withGuest({ disks: [{ size_mib: 1, device: 'vda' }] }),
      name: 'READ_ONLY_FIELD',
      at: '/disks/0/device',
    }),
    '__proto__ as a member': () => ({
      json: JSON.parse(`{"name":"x","vcpus":1,"memory_mib":128,"__proto__":{"a":1}}`),
    }),
    'no name': () => ({ json: { vcpus: 1, memory_mib: 128 }, at: '/name' }),
    'a name of the wrong type': () => ({ json: withGuest({ name: 5 }), at: '/name' }),
    'a name of null': () => ({ json: withGuest({ name: null }), at: '/name' }),
    'vcpus as text': () => ({ json: withGuest({ vcpus: '1' }), at: '/vcpus' }),
    'half a vcpu': () => ({ json: withGuest({ vcpus: 1.5 }), at: '/vcpus' }),
    'zero vcpus': () => ({ json: withGuest({ vcpus: 0 }), at: '/vcpus' }),
    'minus one vcpu': () => ({ json: withGuest({ vcpus: -1 }), at: '/vcpus' }),
    'too many vcpus': () => ({ json: withGuest({ vcpus: 257 }), at: '/vcpus' }),
    'too little memory': () => ({ json: withGuest({ memory_mib: 15 }), at: '/memory_mib' }),
    'too much memory': () => ({ json: withGuest({ memory_mib: 4194305 }), at: '/memory_mib' }),
    'an enormous memory size': () => ({ json: withGuest({ memory_mib: 1e300 }), at: '/memory_mib' }),
    'a disk without a size': () => ({ json: withGuest({ disks: [{}] }), at: '/disks/0/size_mib' }),
    'a disk of size 0': () => ({ json: withGuest({ disks: [{ size_mib: 0 }] }), at: '/disks/0/size_mib' }),
    'a disk of a negative size': () => ({ json: withGuest({ disks: [{ size_mib: -5 }] }), at: '/disks/0/size_mib' }),
    'a disk that is too large': () => ({
      json: withGuest({ disks: [{ size_mib: 16777217 }] }),
      at: '/disks/0/size_mib',
    }),
    'a disk smaller than its image': () => ({
      json: withGuest({ disks: [{ image: image.id, size_mib: 2 }] }),
      at: '/disks/0/size_mib',
    }),
    'too many disks': () => ({ json: withGuest({ disks: Array(17).fill({ size_mib: 1 }) }), at: '/disks' }),
    'too many NICs': () => ({ json: withGuest({ nics: Array(9).fill({}) }), at: '/nics' }),
    'disks that are not a list': () => ({ json: withGuest({ disks: { size_mib: 1 } }), at: '/disks' }),
    'an unknown bus': () => ({ json: withGuest({ disks: [{ size_mib: 1, bus: 'nvme' }] }), at: '/disks/0/bus' }),
    'an unknown format': () => ({
      json: withGuest({ disks: [{ size_mib: 1, format: 'vmdk' }] }),
      at: '/disks/0/format',
    }),
    'an image that does not exist': () => ({
      json: withGuest({ disks: [{ image: 'nothing' }] }),
      at: '/disks/0/image',
    }),
    'an image id that does not exist': () => ({
      json: withGuest({ disks: [{ image: ABSENT_ID }] }),
      at: '/disks/0/image',
    }),
    'an image name with a path traversal': () => ({
      json: withGuest({ disks: [{ image: '../../etc/passwd' }] }),
      at: '/disks/0/image',
    }),
    'an image name with NUL': () => ({ json: withGuest({ disks: [{ image: 'a\u0000b' }] }), at: '/disks/0/image' }),
    'an image of another kind': () => ({ json: withGuest({ disks: [{ image: 'a-kernel' }] }), at: '/disks/0/image' }),
    'a disk image in a cdrom': () => ({
      json: withGuest({ disks: [{ media: 'cdrom', image: image.id }] }),
      at: '/disks/0/image',
    }),
    'a cdrom without an image': () => ({ json: withGuest({ disks: [{ media: 'cdrom' }] }), at: '/disks/0/image' }),
    'a cdrom with a size': () => ({
      json: withGuest({ disks: [{ media: 'cdrom', image: 'an-iso', size_mib: 1 }] }),
      at: '/disks/0/size_mib',
    }),
    'a cdrom on virtio': () => ({
      json: withGuest({ disks: [{ media: 'cdrom', image: 'an-iso', bus: 'virtio' }] }),
      at: '/disks/0/bus',
    }),
    'a cdrom in qcow2': () => ({
      json: withGuest({ disks: [{ media: 'cdrom', image: 'an-iso', format: 'qcow2' }] }),
      at: '/disks/0/format',
    }),
    'an image that is not ready': () => ({
      json: withGuest({ disks: [{ image: 'not-ready', size_mib: 1 }] }),
      status: 409,
      name: 'IMAGE_NOT_AVAILABLE',
    }),
    'a kernel image of another kind': () => ({
      json: withGuest({ boot: { kernel_image: image.id } }),
      at: '/boot/kernel_image',
    }),
    'an initrd image of another kind': () => ({
      json: withGuest({ boot: { kernel_image: 'a-kernel', initrd_image: image.id } }),
      at: '/boot/initrd_image',
    }),
    'a boot without a kernel': () => ({ json: withGuest({ boot: { cmdline: 'x' } }) }),
    'a command line that is too long': () => ({
      json: withGuest({ boot: { kernel_image: 'a-kernel', cmdline: 'x'.repeat(2049) } }),
      at: '/boot/cmdline',
    }),
    'a network that does not exist': () => ({
      json: withGuest({ nics: [{ network: 'br99' }] }),
      at: '/nics/0/network',
    }),
    'a malformed MAC address': () => ({ json: withGuest({ nics: [{ mac: '52:54:00:12:34' }] }), at: '/nics/0/mac' }),
    'a MAC address of zeros': () => ({ json: withGuest({ nics: [{ mac: '00:00:00:00:00:00' }] }), at: '/nics/0/mac' }),
    'a multicast MAC address': () => ({ json: withGuest({ nics: [{ mac: '53:54:00:12:34:56' }] }), at: '/nics/0/mac' }),
    'the same MAC address twice, in another case': () => ({
      json: withGuest({ nics: [{ mac: '52:54:00:aa:bb:cc' }, { mac: '52:54:00:AA:BB:CC' }] }),
      at: '/nics/1/mac',
    }),
    'a description that is too long': () => ({
      json: withGuest({ description: 'x'.repeat(4097) }),
      at: '/description',
    }),
    'a description with NUL': () => ({ json: withGuest({ description: 'a\u0000' }), at: '/description' }),
    'an unpaired surrogate': () => ({ json: withGuest({ description: '\ud800' }), at: '/description' }),
    'metadata that is a list': () => ({ json: withGuest({ metadata: [] }), at: '/metadata' }),
    'metadata with a number': () => ({ json: withGuest({ metadata: { a: 1 } }), at: '/metadata/a' }),
    'too much metadata': () => ({
      json: withGuest({ metadata: Object.fromEntries(Array.from({ length: 129 }, (_, index) => [`k${index}`, 'v'])) }),
      at: '/metadata',
    }),
    'the name of another guest': () => ({
      json: withGuest({ name: guest.name }),
      status: 409,
      name: 'GUEST_NAME_ALREADY_EXISTS',
    }),
    'the name of another guest in capitals': () => ({
      json: withGuest({ name: guest.name.toUpperCase() }),
      status: 409,
      name: 'GUEST_NAME_ALREADY_EXISTS',
    }),
    'the name of another guest, decomposed': () => ({
      json: withGuest({ name: guest.name.normalize('NFD') }),
      status: 409,
      name: 'GUEST_NAME_ALREADY_EXISTS',
    }),
  };
  describe('for createGuest is rejected if it has', () => {
    for (const [what, make] of Object.entries(guests)) {
      it(what, () => refuse('/v1/guests', make()));
    }

    it('several mistakes at once, each with its pointer', async () => {
      const json = { vcpus: 0, memory_mib: 'x', colour: 'red', disks: [{ size_mib: 0 }] };
      const { errors = [] } = await api.refused(400, 'VALIDATION_FAILED', 'POST', '/v1/guests', { json });
      expect(errors.map(({ pointer }) => pointer)).to.have.members([
        '/name',
        '/vcpus',
        '/memory_mib',
        '/colour',
        '/disks/0/size_mib',
      ]);
    });

    it('very deep nesting or very many values', async () => {
      const deep = `{"name":${'['.repeat(100_000)}${']'.repeat(100_000)}}`;
      const wide = `{"disks":[${'0,'.repeat(200_000)}0]}`;
      const many = `{${Array.from({ length: 50_000 }, (_, index) => `"k${index}":0`).join()}}`;
      for (const body of [deep, wide, many]) {
        const response = await api.send('POST', '/v1/guests', {
          body,
          headers: { 'content-type': 'application/json' },
        });
        expect(response.status).to.equal(400);
      }
    });

    it('a `start` that is not a boolean', async () => {
      for (const start of ['1', 'yes', '', 'TRUE', 'null']) {
        const response = await api.send('POST', `/v1/guests?start=${start}`, { json: newGuest() });
        expect(response.status, start).to.equal(400);
      }
    });
  });

  const names: Record<string, string> = {
    'the empty string': '',
    'a dot': '.',
    'two dots': '..',
    'a slash': 'a/b',
    'a path traversal': '../../etc/passwd',
    'a leading space': ' a',
    'a trailing space': 'a ',
    'a trailing no-break space': 'a\u00a0',
    'a tab': 'a\tb',
    'a line break': 'a\nb',
    NUL: 'a\u0000b',
    'an escape': 'a\u001b[31m',
    DEL: 'a\u007f',
    'an unpaired surrogate': 'a\ud800',
    '256 characters': 'x'.repeat(256),
    'text in the form of an id': ABSENT_ID,
    'text in the form of an id in capitals': 'ABCDEFAB-0000-4000-8000-000000000000',
  };
  for (const [what, name] of Object.entries(names)) {
    it(`is rejected as the name of a guest and of an image if it is ${what}`, async () => {
      await refuse('/v1/guests', { json: withGuest({ name }), at: '/name' });
      await refuse('/v1/images', { json: { name, kind: 'disk' }, at: '/name' });
    });
  }

  const images: Record<string, unknown> = {
    'no kind': { name: 'x' },
    'an unknown kind': { name: 'x', kind: 'floppy' },
    'an unknown member': { name: 'x', kind: 'disk', url: 'http://x' },
    'a kernel in qcow2': { name: 'x', kind: 'kernel', format: 'qcow2' },
    'a malformed digest': { name: 'x', kind: 'disk', sha256: 'abc' },
    'a digest in capitals': { name: 'x', kind: 'disk', sha256: 'A'.repeat(64) },
    'shared as text': { name: 'x', kind: 'disk', shared: 'true' },
  };
  for (const [what, json] of Object.entries(images)) {
    it(`for createImage is rejected if it has ${what}`, () => refuse('/v1/images', { json }));
  }

  it('for createImage is rejected if it has a read-only member', () =>
    refuse('/v1/images', {
      json: { name: 'x', kind: 'disk', state: 'available' },
      name: 'READ_ONLY_FIELD',
      at: '/state',
    }));

  it('for soft verbs is rejected if it has an invalid timeout or an unknown member', async () => {
    for (const verb of ['shutdown', 'reboot']) {
      for (const json of [
        { timeout_s: 0 },
        { timeout_s: 3601 },
        { timeout_s: '1' },
        { timeout_s: 1.5 },
        { force: 1 },
        { now: true },
      ]) {
        await refuse(`${guest.href}/${verb}`, { json });
      }
    }
  });

  it('for setGuestPowerState is rejected if it has an invalid target', async () => {
    for (const json of [{}, { target: 'ON' }, { target: 'halt' }, { target: null }, { target: 'on', force: true }]) {
      await api.refused(400, 'VALIDATION_FAILED', 'PUT', `${guest.href}/states/power`, { json });
    }
  });

  it('such as an id in upper case finds the same guest or nothing', async () => {
    const response = await api.send('GET', `/v1/guests/${guest.id.toUpperCase()}`);
    expect(response.status).to.be.oneOf([200, 404]);
    if (response.status === 200) expect(response.json<Guest>().id).to.equal(guest.id);
  });

  it('such as an encoded slash stays within its path segment', async () => {
    await api.refused(404, 'GUEST_NOT_FOUND', 'GET', `/v1/guests/${guest.id}%2Fmetadata`);
    await api.refused(404, 'GUEST_NOT_FOUND', 'GET', `/v1/guests/x%2F..%2F${guest.id}`);
    await api.refused(404, 'IMAGE_NOT_FOUND', 'GET', '/v1/images/..%2F..%2Fadmin.token/content');
  });

  it('in the form of a malformed query is rejected', async () => {
    for (const query of ['limit=%ff', 'limit[]=1', 'limit[a]=1', 'marker=%00', 'a', '=', '&limit=x', 'limit=1;2']) {
      const response = await api.send('GET', `/v1/guests?${query}`);
      expect(response.status, query).to.equal(400);
    }
  });
});
