/**
 * The limits of requests in the older APIs, which are those of the native API: how large a guest can be, which texts a
 * request can contain, and which names a path can have. Nothing here depends on the form of a response.
 */
import { expect } from 'chai';
import type { Guest } from '../../generated/api-types.js';
import { Api } from '../support/api.js';
import { Service } from '../support/service.js';

const VMS = '/ovirt-engine/api/vms';
const MIB = 1024 ** 2;

describe('The limits of the native API', () => {
  let service: Service;
  let api: Api;
  before(async () => {
    service = await Service.start();
    api = new Api(service);
  });
  after(() => service.leave());

  function vm(members: object): object {
    return { name: 'vm', cluster: { name: 'default' }, template: { name: 'Blank' }, ...members };
  }

  const disk = { disk: { provisioned_size: MIB } };
  const tooMuch: Readonly<Record<string, object>> = {
    'more CPUs, as a product': { cpu: { topology: { sockets: 16, cores: 16, threads: 2 } } },
    'less memory': { memory: MIB },
    'more memory': { memory: 5 * 1024 ** 4 },
    'a larger disk': { disk_attachments: { disk_attachment: [{ disk: { provisioned_size: 32 * 1024 ** 4 } }] } },
    'more NICs': { nics: { nic: Array.from({ length: 9 }, () => ({})) } },
    'more disks and CD-ROMs together': {
      disk_attachments: { disk_attachment: Array.from({ length: 14 }, () => disk) },
      cdroms: { cdrom: Array.from({ length: 3 }, () => ({ file: { id: 'iso' } })) },
    },
    'a name that ends a path': { name: 'a#b' },
  };
  for (const [what, members] of Object.entries(tooMuch)) {
    it(`allow no guest of oVirt's API to have ${what}`, async () => {
      const response = await api.send('POST', VMS, { json: vm(members) });
      expect(response.status).to.equal(400);
      // Not because something else is missing.
      expect(response.text).to.match(/must|makes/);
    });
  }

  it("allow no guest of oVirt's API to become larger", async () => {
    const { id } = await api.makeGuest();
    for (const json of [tooMuch['more CPUs, as a product'], { memory: MIB }, { memory: 5 * 1024 ** 4 }])
      expect((await api.send('PUT', `${VMS}/${id}`, { json })).status).to.equal(400);
  });

  it("allow no NUL in a text of oVirt's API", async () => {
    const { id } = await api.makeGuest();
    const text = 'a\0b';
    const bodies = [
      { description: text },
      { cluster: { name: text } },
      { cluster: { id: text } },
      { template: { id: text } },
      { os: { kernel: text } },
      { nics: { nic: [{ network: { name: text } }] } },
    ];
    for (const members of bodies) expect((await api.send('POST', VMS, { json: vm(members) })).status).to.equal(400);
    expect((await api.send('PUT', `${VMS}/${id}`, { json: { description: text } })).status).to.equal(400);
    for (const subject of [{ user: { id: text } }, { group: { id: text } }]) {
      const json = { role: { id: 'viewer' }, ...subject };
      expect((await api.send('POST', `${VMS}/${id}/permissions`, { json })).status).to.equal(400);
    }
  });

  it('find no project whose name in a path contains NUL', async () => {
    // This API has no entry yet in the list of contracts that responses are compared with.
    const response = await fetch(`${service.url}/v1.1/a%00b/guests`, {
      headers: { authorization: `Bearer ${service.token}` },
    });
    expect(response.status).to.equal(403);
    await response.arrayBuffer();
  });

  it("find a job of a guest by the guest's id and name in any case", async () => {
    const guest = (
      await api.expect(201, 'POST', '/v1/guests', { json: { name: 'Straße', vcpus: 1, memory_mib: 64 } })
    ).json<Guest>();
    const [job] = (await api.expect(200, 'GET', `/guests/${guest.id}/jobs`)).json<{ ID: string }[]>();
    for (const named of [guest.id.toUpperCase(), 'STRASSE', 'straße']) {
      const path = `/guests/${encodeURIComponent(named)}/jobs`;
      expect((await api.expect(200, 'GET', path)).json<object[]>()).to.have.length(1);
      await api.expect(200, 'GET', `${path}/${String(job?.ID)}`);
    }
  });
});
