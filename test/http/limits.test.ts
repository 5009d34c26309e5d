/**
 * Requests that exceed the limits of a service or a host: too many operations, a full disk, content that is too large,
 * a missing program.
 */
import { execFileSync } from 'node:child_process';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect } from 'chai';
import pg from 'pg';
import type { Guest } from '../../generated/api-types.js';
import { Api, newGuest } from '../support/api.js';
import { mergePatch } from '../support/patches.js';
import { Service } from '../support/service.js';
import { skip } from '../support/skip.js';

const MIB = 1024 * 1024;
const GIB = 1024 * MIB;

describe('Limits', () => {
  describe('of a service and its host', () => {
    let service: Service;
    let api: Api;
    let sql: pg.Client;
    before(async () => {
      service = await Service.start();
      api = new Api(service);
      sql = new pg.Client(service.databaseUrl);
      await sql.connect();
    });
    after(async () => {
      await sql.end();
      await service.leave();
    });

    it('reject the next operation if 1,000 are open, but never a poweroff or a delete', async () => {
      const stopped = await api.makeGuest();
      const [running, other] = [await api.makeGuest({}, '?start=true'), await api.makeGuest({}, '?start=true')];
      const image = await api.makeImage();
      // These operations stay queued because no service owns their host.
      await sql.query(
        `insert into operations (id, kind, host_id, subject_kind, subject_id, subject_name, subject_name_folded, project_id, request_id, params)
         select gen_random_uuid(), 'guest.start', gen_random_uuid(), 'guest', gen_random_uuid(), 'x', 'x', $1, 'x', '{}'
         from generate_series(1, 1000)`,
        [stopped.project_id],
      );
      const refused: [Guest, string][] = [
        [stopped, 'start'],
        [running, 'shutdown'],
        [running, 'reboot'],
        [running, 'restart'],
        [running, 'suspend'],
        [stopped, 'drift/accept'],
        [stopped, 'drift/discard'],
      ];
      for (const [guest, verb] of refused) {
        const response = await api.expect(429, 'POST', `${guest.href}/${verb}`);
        expect(Number(response.headers.get('retry-after'))).to.be.at.least(1);
        expect(response.fault().error_name).to.equal('TOO_MANY_REQUESTS');
        expect(await api.guest(guest.id)).to.deep.equal(guest);
      }
      await api.refused(429, 'TOO_MANY_REQUESTS', 'POST', '/v1/guests', { json: newGuest() });
      await api.refused(429, 'TOO_MANY_REQUESTS', 'PATCH', stopped.href, mergePatch({ vcpus: 2 }));
      await api.refused(429, 'TOO_MANY_REQUESTS', 'PUT', `${running.href}/states/power`, {
        json: { target: 'reboot' },
      });
      const copy = `/v1/images/${image.id}/copies/${stopped.host.id}`;
      await api.refused(429, 'TOO_MANY_REQUESTS', 'PUT', copy);
      await api.done('poweroff', running.id);
      await api.done('delete', other.id);
      await sql.query(`delete from operations where id in (select id from operations where state = 'queued' limit 1)`);
      await api.done('start', stopped.id);
    });

    it('reject what the host does not support before anything is written', async () => {
      const json = { ...newGuest(), nics: [{ network: 'lab', model: 'e1000' }] };
      const support = (models: string): Promise<unknown> =>
        sql.query(`update hosts set capabilities = jsonb_set(capabilities, '{nicModels}', $1::jsonb)`, [models]);
      await support('["virtio"]');
      await api.refused(501, 'UNSUPPORTED_BY_BACKEND', 'POST', '/v1/guests', { json });
      await support('["virtio", "e1000"]');
      await api.refused(404, 'GUEST_NOT_FOUND', 'GET', `/v1/guests/${json.name}`);
    });
  });

  describe('of content', () => {
    let service: Service;
    let api: Api;
    let emptyFolder: string;
    before(async () => {
      emptyFolder = await mkdtemp(path.join(tmpdir(), 'guesthouse-no-programs-'));
      service = await Service.start({ env: { GUESTHOUSE_IMAGE_MAX_GIB: '1', PATH: emptyFolder } });
      api = new Api(service);
    });
    after(async () => {
      await service.leave();
      await rm(emptyFolder, { recursive: true });
    });

    it('reject content of more than the configured size, keep nothing of it, and never hold it in memory', async () => {
      const { id } = await api.announceImage();
      const chunk = Buffer.alloc(MIB);
      const before = service.residentMib();
      let most = before;
      let left = GIB / MIB;
      const tooLarge = new ReadableStream<Uint8Array>({
        pull: (controller) => {
          most = Math.max(most, service.residentMib());
          controller.enqueue(left-- > 0 ? chunk : new Uint8Array(1));
          if (left < 0) controller.close();
        },
      });
      const response = await api.putContent(id, tooLarge);
      expect([response.status, response.fault().error_name]).to.deep.equal([413, 'BODY_TOO_LARGE']);
      expect(most - before, 'MiB').to.be.below(256);
      expect(await service.imageFiles()).to.deep.equal([]);
      expect((await api.expect(200, 'GET', `/v1/images/${id}`)).json()).to.include({
        state: 'pending',
        size_bytes: null,
      });
      expect((await api.putContent(id, 'small')).status).to.equal(200);
    });

    it('reject content that must be inspected if the program for that is missing', async () => {
      const files = await service.imageFiles();
      const { id } = await api.announceImage({ format: 'qcow2' });
      const response = await api.putContent(id, 'anything');
      expect([response.status, response.fault().error_name]).to.deep.equal([501, 'UNSUPPORTED_BY_BACKEND']);
      expect(await service.imageFiles()).to.deep.equal(files);
      expect((await api.makeImage('raw needs no inspection')).state).to.equal('available');
    });
  });

  it('of the disk reject content that does not fit, keep nothing of it, and accept content that fits', async function () {
    const mounted: string[] = [];
    let service: Service;
    try {
      service = await Service.start({
        prepare: async (dataFolder) => {
          const folder = path.join(dataFolder, 'images');
          await mkdir(folder);
          execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=2m', 'tmpfs', folder], { stdio: 'pipe' });
          mounted.push(folder);
        },
      });
    } catch (error) {
      if (mounted.length > 0) throw error;
      skip(this, 'tmpfs', 'this user cannot mount a file system, so no disk can be filled');
    }
    try {
      const api = new Api(service);
      const { id } = await api.announceImage();
      const response = await api.putContent(id, Buffer.alloc(3 * MIB));
      expect([response.status, response.fault().error_name]).to.deep.equal([507, 'CAPACITY_EXHAUSTED']);
      expect(response.text).to.not.contain(service.dataFolder);
      expect(await service.imageFiles()).to.deep.equal([]);
      expect((await api.putContent(id, Buffer.alloc(MIB))).status).to.equal(200);
    } finally {
      await service.stop();
      for (const folder of mounted) execFileSync('umount', [folder]);
      await service.leave();
    }
  });
});
