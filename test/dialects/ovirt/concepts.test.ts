/**
 * The common concepts of oVirt's API, as its documentation describes them: types, representations, services, methods
 * and actions. The number in each name is that of the promise in the handbook.
 */
import { readFile } from 'node:fs/promises';
import { expect } from 'chai';
import type { OvirtAction, OvirtApi, OvirtVm, OvirtVms } from '../../../generated/ovirt/api-types.js';
import type { Image } from '../../../generated/api-types.js';
import { OVIRT } from '../../support/contracts.js';
import { valueOfXml } from '../../support/dialects/ovirt-xml.js';
import { API, BLANK_ID, OvirtWorld, readOvirtExample } from '../../support/dialects/ovirt-world.js';
import { eventually } from '../../support/eventually.js';
import { uniqueName } from '../../support/api.js';
import { onHost } from '../../support/service.js';

const MIB = 1024 ** 2;

describe("The concepts of oVirt's API", () => {
  let world: OvirtWorld;
  let vm: OvirtVm;
  before(async () => {
    world = await OvirtWorld.open();
    const nics = { nic: [{ network: { name: 'user' } }, { vnic_profile: { name: 'lab' }, interface: 'e1000' }] };
    const disk_attachments = { disk_attachment: [{ disk: { provisioned_size: 16 * MIB } }] };
    vm = await world.addVm('web', { description: 'My VM', nics, disk_attachments });
  });
  after(() => world.close());

  /** Every collection at the entry point, with the path of its first element. */
  async function elements(): Promise<Readonly<Record<string, Record<string, unknown>>>> {
    const { link } = await world.get<OvirtApi>('');
    const found: Record<string, Record<string, unknown>> = {};
    for (const { href, rel } of link.filter((each) => !each.rel.includes('/'))) {
      const list = await world.get<Record<string, Record<string, unknown>[]>>(href.slice(API.length));
      const [first] = Object.values(list)[0] ?? [];
      if (first !== undefined) found[rel] = first;
    }
    return found;
  }

  it('O1 have a schema for each type, in a document that lists every operation', async () => {
    const text = await readFile(new URL('../../../generated/ovirt/openapi.json', import.meta.url), 'utf8');
    const { components, paths } = JSON.parse(text) as { components: { schemas: object }; paths: object };
    expect(components.schemas).to.include.keys('OvirtVm', 'OvirtVms', 'OvirtAction', 'OvirtFault', 'OvirtVmStatus');
    expect(Object.keys(paths).length).to.be.greaterThan(40);
  });

  it('O2 identify every element by an id, a path and a name, and leave out an empty description', async () => {
    const found = await elements();
    expect(Object.keys(found)).to.include.members(['vms', 'hosts', 'users', 'templates', 'clusters', 'networks']);
    for (const [rel, element] of Object.entries(found)) {
      expect(element['id'], rel).to.be.a('string');
      expect(element['href'], rel).to.be.a('string');
      if (!['events', 'jobs', 'permissions'].includes(rel)) expect(element['name'], rel).to.be.a('string');
    }
    expect(vm).to.include({ name: 'web', description: 'My VM' });
    const plain = await world.addVm('plain');
    expect(plain).to.not.have.property('description');
    expect(await world.getXml(`/vms/${plain.id}`)).to.not.contain('<description');
  });

  it('O3 have paths that are absolute, without a host, and lead to the element', async () => {
    for (const [rel, { href, id }] of Object.entries(await elements())) {
      expect(href, rel).to.equal(`${API}/${rel}/${String(id)}`);
      const one = await world.get<Record<string, unknown>>(String(href).slice(API.length));
      expect(one['id'], rel).to.equal(id);
    }
  });

  it('O4 treat ids as opaque: a text that is no id of an element is not found', async () => {
    for (const id of ['nobody', '123', '%E4%BD%A0', 'x'.repeat(255), "'%20or%201=1"]) {
      await world.refused(404, 'GET', `/vms/${id}`);
      await world.refused(404, 'GET', `/hosts/${id}`);
      await world.refused(404, 'GET', `/events/${id}`);
    }
  });

  it('O5 have one type for an object and one for its collection, whose elements are whole objects', async () => {
    const { vm: vms } = await world.get<OvirtVms>('/vms?search=name%3Dweb');
    expect(vms).to.deep.equal([await world.get<OvirtVm>(`/vms/${vm.id}`)]);
  });

  it('O6 are represented in XML and JSON, with the same members, and XML without Accept', async () => {
    for (const path of [
      '',
      '/vms',
      `/vms/${vm.id}`,
      `/vms/${vm.id}/nics`,
      '/templates',
      '/events',
      '/roles',
      '/hosts',
    ]) {
      const headers = { accept: 'application/xml' };
      const response = await world.api.expect(200, 'GET', API + path, { headers });
      expect(response.headers.get('content-type')).to.match(/^application\/xml/);
      const operation = OVIRT.findOperation('GET', API + path);
      const schema = operation?.responses.get(200)?.content['application/xml']?.schema ?? {};
      const value = valueOfXml(response.text, schema, OVIRT.document) as Record<string, unknown>;
      const json = await world.get<Record<string, unknown>>(path);
      for (const each of [value, json]) delete each['time'];
      expect(value, path).to.deep.equal(json);
    }
    for (const accept of ['*/*', 'application/*', 'application/xml, application/json', 'text/html, */*;q=0.1']) {
      const response = await world.api.expect(200, 'GET', `${API}/vms/${vm.id}`, { headers: { accept } });
      expect(response.headers.get('content-type'), accept).to.match(/^application\/xml/);
    }
    const bare = await fetch(`${world.api.url}${API}/vms`, { headers: { authorization: `Bearer ${world.api.token}` } });
    expect(await bare.text()).to.match(/^<\?xml version="1.0" encoding="UTF-8"\?>\n<vms>/);
    const refused = await world.api.send('GET', `${API}/vms`, { headers: { accept: 'text/html' } });
    expect([refused.status, refused.text]).to.deep.equal([406, '']);
  });

  it('O7 have attributes only for id, href and rel in XML, and elements for everything else', async () => {
    const text = await world.getXml(`/vms/${vm.id}`);
    const attributes = [...text.replace(/^.*\n/, '').matchAll(/ (\w+)="/g)].map(([, name]) => name);
    expect([...new Set(attributes)].sort()).to.deep.equal(['href', 'id', 'rel']);
    expect(text).to.contain(`\n<vm href="${vm.href}" id="${vm.id}">\n  <actions>\n`);
    expect(text).to.match(
      /<\/actions>\n {2}<name>web<\/name>\n {2}<description>My VM<\/description>\n {2}<status>down</,
    );
  });

  it('O8 wrap a collection in XML in the plural, even if it is empty', async () => {
    expect(await world.getXml('/vms?search=name%3Dweb')).to.match(/\n<vms>\n {2}<vm href="[^"]*" id="[^"]*">\n/);
    const empty = await world.getXml('/vms?search=name%3Dnobody');
    expect(empty).to.equal('<?xml version="1.0" encoding="UTF-8"?>\n<vms/>\n');
    for (const [path, root] of Object.entries({ storagedomains: 'storage_domains', vmpools: 'vm_pools' })) {
      expect(await world.getXml(`/${path}`)).to.contain(`<${root}/>`);
    }
  });

  it('O9 are a bare object in JSON', async () => {
    expect(Object.keys(await world.get<object>(`/vms/${vm.id}`))).to.include.members(['id', 'href', 'name', 'status']);
  });

  it('O10 wrap a collection in JSON in the singular, without anything else', async () => {
    expect(Object.keys(await world.get<object>('/vms'))).to.deep.equal(['vm']);
    expect(await world.get('/vms?search=name%3Dnobody')).to.deep.equal({ vm: [] });
    expect(Object.keys(await world.get<object>(`/vms/${vm.id}/diskattachments`))).to.deep.equal(['disk_attachment']);
  });

  it('O11 have a service for each collection and each object, which the entry point links to', async () => {
    const { link, product_info: product } = await world.get<OvirtApi>('');
    const rels = link.map(({ rel }) => rel);
    for (const rel of ['vms', 'hosts', 'events', 'users', 'templates', 'clusters', 'datacenters', 'storagedomains']) {
      expect(rels).to.include.members([rel, `${rel}/search`]);
      expect(link.find((each) => each.rel === `${rel}/search`)?.href).to.equal(`${API}/${rel}?search={query}`);
    }
    expect(product.version).to.include({ major: 4 });
    const parts = vm.link.map(({ rel }) => rel);
    expect(parts).to.deep.equal(['nics', 'diskattachments', 'cdroms', 'permissions', 'statistics']);
  });

  it('O12 have paths below the prefix, also with the version, and with a slash at the end', async () => {
    const plain = await world.get<OvirtVm>(`/vms/${vm.id}`);
    for (const path of [`/v4/vms/${vm.id}`, `/vms/${vm.id}/`, `/v4/vms/${vm.id}/`]) {
      expect(await world.get(path), path).to.deep.equal(plain);
    }
    expect(await world.get<OvirtApi>('/')).to.have.property('product_info');
    expect(await world.get<OvirtApi>('/v4')).to.have.property('product_info');
    for (const path of ['/v3/vms', '//vms', '/vms//', '/v4/v4/vms']) await world.refused(404, 'GET', path);
    expect(await world.refused(400, 'GET', '/vms', undefined, { headers: { version: '3' } })).to.include({
      reason: 'Invalid version',
    });
    await world.get('/vms', { headers: { version: '4', filter: 'true', 'all-content': 'true', 'session-ttl': '5' } });
  });

  it('O13 map add, get, list, update and remove to POST, GET, GET, PUT and DELETE; an update is partial', async () => {
    const { id } = await world.addVm('changing', { description: 'before' });
    const { description } = await world.get<OvirtVm>(`/vms/${id}`);
    expect(description).to.equal('before');
    const memory = 2048 * MIB;
    const cpu = { topology: { sockets: 2, cores: 2 } };
    const changed = (await world.send('PUT', `/vms/${id}`, { memory, cpu })).json<OvirtVm>();
    expect(changed).to.deep.include({ name: 'changing', description: 'before', memory });
    expect(changed.cpu.topology).to.deep.equal({ sockets: 4, cores: 1, threads: 1 });
    const renamed = await world.sendXml('PUT', `/vms/${id}`, '<vm><name>changed</name></vm>');
    expect(renamed.text).to.contain('<name>changed</name>').and.to.contain(`<memory>${memory}</memory>`);
    await world.done(id, 'start');
    await world.refused(409, 'PUT', `/vms/${id}`, { memory: 1024 * MIB });
    const removed = await world.send('DELETE', `/vms/${id}`);
    expect([removed.status, removed.json<OvirtAction>().status]).to.deep.equal([200, 'complete']);
    await world.refused(404, 'GET', `/vms/${id}`);
    await world.refused(405, 'PATCH', `/vms/${vm.id}`, {});
  });

  it('O14 perform actions by POST to the path of the object and the name of the action', async () => {
    const { id, actions } = await world.addVm('acting');
    expect(actions.link.map(({ rel }) => rel)).to.deep.equal([
      'start',
      'stop',
      'shutdown',
      'reboot',
      'reset',
      'suspend',
    ]);
    const steps: readonly (readonly [string, OvirtVm['status']])[] = [
      ['start', 'up'],
      ['reset', 'up'],
      ['suspend', 'suspended'],
      ['start', 'up'],
      ['stop', 'down'],
    ];
    for (const [action, status] of steps) {
      expect(await world.done(id, action), action).to.deep.equal({ status: 'complete', async: false });
      expect((await world.get<OvirtVm>(`/vms/${id}`)).status, action).to.equal(status);
    }
    for (const action of ['migrate', 'ticket', 'clone']) await world.refused(501, 'POST', `/vms/${id}/${action}`);
    await world.refused(404, 'POST', `/vms/${id}/fly`);
  });

  it('O15 take the main parameter as the body, and return it, in both formats', async () => {
    const body = await readOvirtExample('add-vm.xml');
    const added = await world.sendXml('POST', '/vms', body);
    expect(added.status).to.equal(201);
    expect(added.text).to.contain('<name>myvm</name>').and.to.contain('<description>My VM</description>');
    const json = {
      name: 'myvm-json',
      cluster: { name: 'Default' },
      template: { id: BLANK_ID },
      os: { type: 'rhel_8x64' },
    };
    const inJson = await world.send('POST', '/vms', json);
    expect(inJson.status).to.equal(201);
    expect(inJson.json<OvirtVm>()).to.deep.include({ name: 'myvm-json', type: 'server', memory: 1024 * MIB });
    const asText = await world.api.send('POST', `${API}/vms`, {
      body: body.replace('myvm', 'myvm-text'),
      headers: { 'content-type': 'text/xml; charset=UTF-8' },
    });
    expect(asText.status).to.equal(201);
  });

  it('O16 add a machine with 201, its status image_locked, and do not start it', async () => {
    const json = { name: uniqueName('vm'), cluster: { name: 'Default' }, template: { name: 'blank' } };
    const response = await world.send('POST', '/vms', json);
    expect(response.status).to.equal(201);
    const added = response.json<OvirtVm>();
    expect(added.status).to.equal('image_locked');
    expect((await world.untilStatus(added.id, 'down')).template.id).to.equal(BLANK_ID);
    const image = await world.api.makeImage();
    const made = await world.addVm(uniqueName('vm'), { template: { name: image.name } });
    expect(made.template).to.include({ id: image.id, href: `${API}/templates/${image.id}` });
    const { disk_attachment: disks } = await world.get<{ disk_attachment: object[] }>(
      `/vms/${made.id}/diskattachments`,
    );
    expect(disks).to.have.length(1);
  });

  it('O18 take and return an action, in every form that clients send', async () => {
    const { id } = await world.addVm('asked');
    const path = `${API}/vms/${id}/start`;
    const xml = { 'content-type': 'application/xml' };
    const forms: readonly Parameters<typeof world.api.send>[2][] = [
      { body: '<action/>', headers: xml },
      { body: '<action></action>', headers: xml },
      // Without Content-Type: fetch adds none for bytes.
      { body: Buffer.from('<action />') },
      { body: '', headers: xml },
      {},
      { json: {} },
      { json: { action: {} } },
      { json: { async: true } },
    ];
    for (const form of forms) {
      const response = await world.api.expect(202, 'POST', path, form);
      const action = response.json<OvirtAction>();
      expect(action).to.include({ status: 'pending', async: true });
      const job = await world.get<{ id: string }>(`/jobs/${action.id}`);
      expect(job.id).to.equal(action.job?.id);
      await world.untilStatus(id, 'up');
      await world.done(id, 'stop');
    }
    const xmlAction = await world.sendXml('POST', `/vms/${id}/start`, '<action><async>FALSE</async></action>');
    expect(xmlAction.text).to.match(/<action>\n {2}<status>complete<\/status>\n {2}<async>false<\/async>\n<\/action>/);
    await world.refused(501, 'POST', `/vms/${id}/start`, { use_cloud_init: true });
    await world.refused(501, 'POST', `/vms/${id}/start`, { use_sysprep: true });
  });

  it('O20 take a bearer token, and Basic with a token as the password', async () => {
    const { token } = world.api;
    const basic = (user: string, password = token): Record<string, string> => ({
      authorization: `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`,
    });
    const granted = await world.api.send('POST', '/ovirt-engine/sso/oauth/token', {
      body: new URLSearchParams({
        grant_type: 'password',
        scope: 'ovirt-app-api',
        username: 'admin@internal',
        password: token,
      }).toString(),
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      token: null,
    });
    const { access_token: access, token_type: type } = granted.json<{ access_token: string; token_type: string }>();
    expect([access, type]).to.deep.equal([token, 'bearer']);
    for (const headers of [
      basic('admin'),
      basic('admin@internal'),
      basic('Admin@default'),
      { 'x-auth-token': token },
    ]) {
      await world.api.expect(200, 'GET', `${API}/vms`, { headers, token: null });
    }
    for (const headers of [
      basic('mary'),
      basic('admin@nowhere'),
      basic('admin', 'wrong'),
      { authorization: 'Basic x' },
    ]) {
      const response = await world.api.send('GET', `${API}/vms`, { headers, token: null });
      expect(response.status).to.equal(401);
      expect(response.headers.get('www-authenticate')).to.match(/^Basic realm="RESTAPI".*Bearer/);
    }
  });

  describe('(the traps)', () => {
    it('T5 show a guest that failed as down, with the reason, so that a fencing agent takes it for off', async () => {
      const { id } = await world.addVm('crashing');
      await world.done(id, 'start');
      await world.service.host.change(onHost({ id }), 'crash');
      await eventually(async () => (await world.get<OvirtVm>(`/vms/${id}`)).stop_reason !== undefined);
      expect(await world.get<OvirtVm>(`/vms/${id}`)).to.include({ status: 'down' });
    });

    it('T8 complete shutdown and reboot when the operating system was asked', async () => {
      const { id } = await world.addVm('soft');
      await world.done(id, 'start');
      await world.service.host.setDurations({ bootMs: 0, shutdownMs: 500 });
      const action = await world.done(id, 'shutdown');
      expect(action).to.include({ status: 'complete' });
      expect((await world.get<OvirtVm>(`/vms/${id}`)).status).to.equal('powering_down');
      await world.untilStatus(id, 'down');
      await world.service.host.setDurations({ bootMs: 0, shutdownMs: 0 });
      await world.done(id, 'start');
      expect(await world.done(id, 'reboot')).to.include({ status: 'complete' });
      await world.untilStatus(id, 'up');
    });

    it('T8 put the fault of a failed action into the action, with the status of the fault', async () => {
      const { id } = await world.addVm('failing');
      await world.service.host.refuse('power-on', { guest: onHost({ id }) });
      const response = await world.send('POST', `/vms/${id}/start`, { async: false });
      expect(response.status).to.be.within(500, 504);
      expect(response.json<OvirtAction>()).to.deep.include({ status: 'failed' });
      expect(response.json<OvirtAction>().fault).to.have.keys('reason', 'detail');
    });

    it('T35 require whole MiB, and show bytes', async () => {
      const json = { name: 'odd', cluster: { name: 'Default' }, template: { name: 'Blank' }, memory: 1024 * MIB + 1 };
      await world.refused(400, 'POST', '/vms', json);
      expect(await world.addVm('even', { memory: 64 * MIB })).to.include({ memory: 64 * MIB });
    });

    it('T36 show times as milliseconds in JSON, and as a date and time in XML', async () => {
      const { creation_time: time } = await world.get<OvirtVm>(`/vms/${vm.id}`);
      expect(time).to.be.closeTo(Date.now(), 600_000);
      expect(await world.getXml(`/vms/${vm.id}`)).to.contain(
        `<creation_time>${new Date(time).toISOString()}</creation_time>`,
      );
    });

    it('T37 take members of the model with the only value that is true here, and reject others', async () => {
      const neutral = {
        stateless: false,
        delete_protected: false,
        type: 'desktop',
        high_availability: { enabled: false },
      };
      await world.addVm('neutral', neutral);
      const body = { name: 'x', cluster: { name: 'Default' }, template: { name: 'Blank' } };
      expect(await world.refused(400, 'POST', '/vms', { ...body, stateless: true })).to.deep.equal({
        reason: 'Operation Failed',
        detail: '[stateless is not supported.]',
      });
      await world.refused(400, 'POST', '/vms', { ...body, colour: 'red' });
      expect(await world.refused(400, 'PUT', `/vms/${vm.id}`, { status: 'up' })).to.include({
        reason: 'Broken immutability constraint',
      });
    });

    it('T44 serve a GET with a body, and keep the connection', async () => {
      const { URL: url } = globalThis;
      const { hostname, port } = new url(world.api.url);
      const { request, Agent } = await import('node:http');
      const agent = new Agent({ keepAlive: true, maxSockets: 1 });
      const get = (path: string): Promise<[number, string | undefined]> =>
        new Promise((resolve, reject) => {
          const headers = {
            authorization: `Bearer ${world.api.token}`,
            'content-type': 'application/xml',
            'content-length': 17,
          };
          const sent = request({ agent, host: hostname, port, path, method: 'GET', headers }, (response) => {
            response.resume().on('end', () => resolve([response.statusCode ?? 0, response.headers.connection]));
          });
          sent.on('error', reject);
          sent.end('<action></action>');
        });
      for (const path of [API, `${API}/vms`, `${API}/vms/${vm.id}`]) {
        expect(await get(path), path).to.deep.equal([200, 'keep-alive']);
      }
      agent.destroy();
    });
  });

  it('O17 reject clones, which this version does not have', async () => {
    const json = { name: 'copy', cluster: { name: 'Default' }, template: { name: 'Blank' } };
    await world.refused(501, 'POST', '/vms?clone=true', json);
    await world.refused(501, 'POST', '/vms?clone_permissions=true', json);
    expect((await world.send('POST', '/vms?clone=false', json)).status).to.equal(201);
    const images = await world.api.expect(200, 'GET', '/v1/images');
    expect(images.json<{ images: Image[] }>().images.length).to.be.greaterThan(0);
  });
});
