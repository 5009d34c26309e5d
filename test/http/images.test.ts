/** Images: announcement, upload, inspection, complete and partial download, use by guests, and deletion. */
import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtemp, readFile, rm, truncate } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { expect } from 'chai';
import pg from 'pg';
import type { Image } from '../../generated/api-types.js';
import { eventually } from '../support/eventually.js';
import { Api, newGuest, uniqueName } from '../support/api.js';
import { beginRequest } from '../support/peers/half-request.js';
import { Service } from '../support/service.js';
import { skip } from '../support/skip.js';
import { countWaiting } from '../support/database/waiting.js';

type Headers = Readonly<Record<string, string>>;

const MIB = 1024 * 1024;
const OCTETS = { 'content-type': 'application/octet-stream' };
const run = promisify(execFile);

describe('An image', () => {
  let service: Service;
  let api: Api;
  before(async () => {
    service = await Service.start();
    api = new Api(service);
  });
  after(() => service.leave());

  async function image(id: string): Promise<Image> {
    return (await api.expect(200, 'GET', `/v1/images/${id}`)).json<Image>();
  }
  function contentPath({ id }: { id: string }): string {
    return `/v1/images/${id}/content`;
  }
  function digestOf(content: Buffer | string): string {
    return `sha-256=:${createHash('sha256').update(content).digest('base64')}:`;
  }
  function zeros(sizeMib: number): ReadableStream<Uint8Array> {
    const chunk = Buffer.alloc(MIB);
    let left = sizeMib;
    return new ReadableStream<Uint8Array>({
      pull: (controller) => (left-- > 0 ? controller.enqueue(chunk) : controller.close()),
    });
  }

  it('gets defaults when it is created, and is then pending @conforming', async () => {
    const name = uniqueName('image');
    const response = await api.expect(201, 'POST', '/v1/images', { json: { name, kind: 'disk' } });
    const made = response.json<Image>();
    expect(response.headers.get('location')).to.equal(service.url + made.href);
    expect(made).to.deep.include({
      name,
      kind: 'disk',
      format: 'qcow2',
      state: 'pending',
      shared: false,
      sha256: null,
    });
    expect(made).to.include({ size_bytes: null, virtual_size_mib: null });
    for (const kind of ['kernel', 'initrd', 'iso'] as const) {
      const { data } = await api.client.POST('/v1/images', { body: { name: uniqueName('image'), kind } });
      expect(data?.format).to.equal('raw');
    }
  });

  it('accepts its content, and reports its size', async () => {
    const content = Buffer.from('a kernel, more or less');
    const { id } = await api.announceImage({ kind: 'kernel' });
    const response = await api.putContent(id, content, { 'content-digest': digestOf(content) });
    expect(response.status).to.equal(200);
    const filled = response.json<Image>();
    const sha256 = createHash('sha256').update(content).digest('hex');
    expect(filled).to.include({ state: 'available', size_bytes: content.length, virtual_size_mib: 1, sha256 });
    expect(await image(id)).to.deep.equal(filled);
    expect((await api.expect(200, 'GET', contentPath(filled))).bytes).to.deep.equal(content);
  });

  it('is found by its name in any case', async () => {
    const made = await api.announceImage({ name: 'Debian 12 \u00fc' });
    expect((await image(encodeURIComponent('DEBIAN 12 \u00dc'))).id).to.equal(made.id);
  });

  it('accepts 64 MiB as a stream and returns the same content', async () => {
    const { id } = await api.announceImage();
    const response = await api.putContent(id, zeros(64));
    expect(response.json<Image>()).to.include({ size_bytes: 64 * MIB, virtual_size_mib: 64 });
    const { bytes } = await api.expect(200, 'GET', contentPath({ id }));
    expect(bytes.equals(Buffer.alloc(64 * MIB))).to.equal(true);
    expect((await api.send('DELETE', `/v1/images/${id}`)).status).to.equal(204);
  });

  it('accepts 2 GiB without holding the content in memory', async function () {
    if (process.env['GUESTHOUSE_SOAK'] !== '1') skip(this, 'soak', 'moves 2 GiB; set GUESTHOUSE_SOAK=1');
    const { id } = await api.announceImage();
    const before = service.residentMib();
    let most = before;
    const watch = new TransformStream<Uint8Array, Uint8Array>({
      transform: (chunk, controller) => {
        most = Math.max(most, service.residentMib());
        controller.enqueue(chunk);
      },
    });
    const response = await api.putContent(id, zeros(2048).pipeThrough(watch));
    expect(response.json<Image>().size_bytes).to.equal(2048 * MIB);
    expect(most - before).to.be.below(256);
    await api.expect(204, 'DELETE', `/v1/images/${id}`);
  });

  describe('rejects content', () => {
    it('that does not match its digest, keeps nothing of it, and accepts another upload', async () => {
      const files = await service.imageFiles();
      const { id } = await api.announceImage();
      for (const header of [digestOf('other'), `unixsum=:AAAA:, ${digestOf('other')}`]) {
        const response = await api.putContent(id, 'content', { 'content-digest': header });
        expect([response.status, response.fault().error_name]).to.deep.equal([400, 'DIGEST_MISMATCH']);
      }
      expect(await image(id)).to.include({ size_bytes: null, sha256: null });
      expect(await service.imageFiles()).to.deep.equal(files);
      expect((await api.putContent(id, 'content', { 'content-digest': digestOf('content') })).status).to.equal(200);
    });

    it('that does not match the announced digest', async () => {
      const sha256 = createHash('sha256').update('content').digest('hex');
      const { id } = await api.announceImage({ sha256 });
      const response = await api.putContent(id, 'another');
      expect([response.status, response.fault().error_name]).to.deep.equal([400, 'DIGEST_MISMATCH']);
      expect((await api.putContent(id, 'content')).json<Image>()).to.include({ state: 'available', sha256 });
    });

    it('with a malformed digest, but ignores other algorithms beside a known one', async () => {
      const { id } = await api.announceImage();
      for (const header of ['sha-256=:x:', 'sha-256=abc', 'sha-256=:' + 'A'.repeat(44) + ':']) {
        const response = await api.putContent(id, 'content', { 'content-digest': header });
        expect([response.status, response.fault().error_name], header).to.deep.equal([400, 'VALIDATION_FAILED']);
      }
      const long = await api.putContent(id, 'content', { 'content-digest': 'x'.repeat(1025) });
      expect(long.fault().error_name).to.equal('VALIDATION_FAILED');
      const both = `unixsum=:AAAA:, ${digestOf('content')}`;
      expect((await api.putContent(id, 'content', { 'content-digest': both })).status).to.equal(200);
    });

    it('that is empty', async () => {
      const { id } = await api.announceImage();
      for (const body of ['', new Blob(['']).stream()]) {
        const response = await api.putContent(id, body);
        expect([response.status, response.fault().error_name]).to.deep.equal([400, 'IMAGE_NOT_ACCEPTABLE']);
      }
    });
  });

  describe('in qcow2', () => {
    let folder: string;
    before(async function () {
      folder = await mkdtemp(path.join(tmpdir(), 'guesthouse-qcow2-'));
      await run('qemu-img', ['--version']).catch(() => skip(this, 'qmp', 'qemu-img is not installed'));
    });
    after(() => rm(folder, { recursive: true, force: true }));

    async function qcow2(size: string, ...options: string[]): Promise<Buffer> {
      const file = path.join(folder, `${uniqueName('disk')}.qcow2`);
      await run('qemu-img', ['create', '-q', '-f', 'qcow2', ...options, file, size], { cwd: folder });
      return readFile(file);
    }

    it('is accepted, and its disk has the size that its header states', async () => {
      const { id } = await api.announceImage({ format: 'qcow2' });
      const response = await api.putContent(id, await qcow2('10M'));
      expect(response.json<Image>()).to.include({ state: 'available', virtual_size_mib: 10 });
      await api.refused(400, 'VALIDATION_FAILED', 'POST', '/v1/guests', {
        json: { ...newGuest(), disks: [{ image: id, size_mib: 9 }] },
      });
      expect((await api.makeGuest({ disks: [{ image: id }] })).disks[0]?.size_mib).to.equal(10);
    });

    /** Sets a bit of the field `incompatible_features` in the header (QEMU's docs/interop/qcow2.txt). */
    function withFeature(content: Buffer, bit: number): Buffer {
      content.writeBigUInt64BE(content.readBigUInt64BE(72) | (1n << BigInt(bit)), 72);
      return content;
    }

    const refused: Record<string, () => Promise<Buffer>> = {
      'a backing file': () => qcow2('1M', '-b', '/etc/passwd', '-F', 'raw'),
      'an external data file': () => qcow2('1M', '-o', 'data_file=outside.raw,data_file_raw=on'),
      'an external data file that it does not name': async () => withFeature(await qcow2('1M'), 2),
      'an incompatible feature that is unknown': async () => withFeature(await qcow2('1M'), 40),
      encryption: () =>
        qcow2(
          '1M',
          '--object',
          'secret,id=s,data=x',
          '-o',
          'encrypt.format=luks,encrypt.key-secret=s,encrypt.iter-time=10',
        ),
      'a disk larger than any guest can have': () => qcow2('17T'),
      'another format': async () => Buffer.from('KDMV'.padEnd(65536, '\u0000')),
      'an incomplete header': async () => (await qcow2('1M')).subarray(0, 50),
      'random bytes after its magic': async () =>
        Buffer.concat([Buffer.from('QFI\u00fb', 'latin1'), Buffer.alloc(600, 0xa5)]),
      'raw content': async () => Buffer.alloc(MIB),
    };
    for (const [what, make] of Object.entries(refused)) {
      it(`with ${what} is rejected, and nothing is kept`, async () => {
        const files = await service.imageFiles();
        const { id } = await api.announceImage({ format: 'qcow2' });
        const response = await api.putContent(id, await make());
        expect([response.status, response.fault().error_name]).to.deep.equal([400, 'IMAGE_NOT_ACCEPTABLE']);
        expect(response.text).to.not.match(/passwd|\.part|guesthouse-http/);
        expect(await service.imageFiles()).to.deep.equal(files);
        expect(await image(id)).to.include({ size_bytes: null, virtual_size_mib: null });
        await api.refused(409, 'IMAGE_NOT_AVAILABLE', 'GET', contentPath({ id }));
        await api.refused(409, 'IMAGE_NOT_AVAILABLE', 'POST', '/v1/guests', {
          json: { ...newGuest(), disks: [{ image: id, size_mib: 10 }] },
        });
        expect((await api.putContent(id, await qcow2('1M'))).status).to.equal(200);
      });
    }

    it('that is declared as raw is treated as raw, because the service does not probe the format', async () => {
      const content = await qcow2('1M', '-b', '/etc/passwd', '-F', 'raw');
      const { virtual_size_mib: size } = await api.makeImage(content, { format: 'raw' });
      expect(size).to.equal(1);
    });

    it('with truncated tables is either rejected or harmless', async () => {
      const file = path.join(folder, 'cut.qcow2');
      await run('qemu-img', ['create', '-q', '-f', 'qcow2', file, '64M']);
      await truncate(file, 65536);
      const { id } = await api.announceImage({ format: 'qcow2' });
      expect((await api.putContent(id, await readFile(file))).status).to.be.oneOf([200, 400]);
    });
  });

  describe('whose content is uploaded', () => {
    it('accepts one upload at a time', async () => {
      const made = await api.announceImage();
      const before = await service.imageFiles();
      const first = beginRequest(service, 'PUT', contentPath(made), { ...OCTETS, 'content-length': 10 });
      await first.write('12345');
      await eventually(async () => (await service.imageFiles()).length > before.length);
      const second = await api.putContent(made.id, 'the second');
      expect([second.status, second.fault().error_name]).to.deep.equal([409, 'IMAGE_UPLOAD_IN_PROGRESS']);
      expect((await first.finish('67890')).status).to.equal(200);
      expect((await api.expect(200, 'GET', contentPath(made))).text).to.equal('1234567890');
    });

    it('never accepts other content after the first', async () => {
      const { id } = await api.makeImage('first');
      const response = await api.putContent(id, 'second');
      expect([response.status, response.fault().error_name]).to.deep.equal([409, 'IMAGE_ALREADY_AVAILABLE']);
      expect((await api.expect(200, 'GET', contentPath({ id }))).text).to.equal('first');
    });

    for (const [what, headers] of [
      ['with a length', { 'content-length': 1000 }],
      ['in chunks', {}],
    ] as const) {
      it(`by a client that disconnects midway (${what}) keeps no content, and accepts another upload`, async () => {
        const made = await api.announceImage();
        const before = await service.imageFiles();
        const upload = beginRequest(service, 'PUT', contentPath(made), { ...OCTETS, ...headers });
        await upload.write('half of it');
        await eventually(async () => (await service.imageFiles()).length > before.length);
        upload.breakOff();
        await eventually(async () => (await service.imageFiles()).length === before.length);
        await eventually(async () => (await api.putContent(made.id, 'all of it')).status === 200);
        expect((await api.expect(200, 'GET', contentPath(made))).text).to.equal('all of it');
        // Otherwise any member could fill the log with errors.
        const lines = service.log.filter(({ path, msg }) => path === contentPath(made) && msg === 'request failed');
        expect(lines).to.deep.equal([]);
      });
    }

    it('and deleted meanwhile leaves no file', async () => {
      const made = await api.announceImage();
      const before = await service.imageFiles();
      const upload = beginRequest(service, 'PUT', contentPath(made), { ...OCTETS, 'content-length': 10 });
      await upload.write('12345');
      await eventually(async () => (await service.imageFiles()).length > before.length);
      await api.expect(204, 'DELETE', made.href);
      const response = await upload.finish('67890');
      expect([response.status, response.fault().error_name]).to.deep.equal([404, 'IMAGE_NOT_FOUND']);
      expect(await service.imageFiles()).to.deep.equal(before);
    });

    it('and deleted at the moment when its content is complete leaves no file', async () => {
      const made = await api.announceImage();
      const before = await service.imageFiles();
      const upload = beginRequest(service, 'PUT', contentPath(made), { ...OCTETS, 'content-length': 10 });
      await upload.write('12345');
      await eventually(async () => (await service.imageFiles()).length > before.length);
      const holder = new pg.Client(service.databaseUrl);
      await holder.connect();
      try {
        const areWaiting = async (count: number): Promise<boolean> => (await countWaiting(holder, '%images%')) >= count;
        await holder.query('begin');
        await holder.query('select from images where id = $1 for update', [made.id]);
        const uploaded = upload.finish('67890');
        await eventually(() => areWaiting(1));
        // The deletion has read the image, which had no content then, and now waits for the upload.
        const deleted = api.expect(204, 'DELETE', made.href);
        await eventually(() => areWaiting(2));
        await holder.query('commit');
        await Promise.all([uploaded, deleted]);
      } finally {
        await holder.end();
      }
      expect(await service.imageFiles()).to.deep.equal(before);
    });

    it('while the service is killed leaves no file after the next start', async () => {
      const made = await api.announceImage();
      const before = await service.imageFiles();
      const upload = beginRequest(service, 'PUT', contentPath(made), { ...OCTETS, 'content-length': 10 });
      await upload.write('12345');
      await eventually(async () => (await service.imageFiles()).length > before.length);
      await service.stop('SIGKILL');
      upload.breakOff();
      await service.start();
      api = new Api(service);
      expect(await service.imageFiles()).to.deep.equal(before);
      await eventually(async () => (await api.putContent(made.id, 'again')).status === 200);
    });
  });

  describe('that is read in parts', () => {
    const content = '0123456789';
    let made: Image;
    before(async () => {
      made = await api.makeImage(content);
    });

    const parts: Record<string, [number, string, string]> = {
      'bytes=0-0': [206, '0', 'bytes 0-0/10'],
      'bytes=2-5': [206, '2345', 'bytes 2-5/10'],
      'bytes=7-': [206, '789', 'bytes 7-9/10'],
      'bytes=-3': [206, '789', 'bytes 7-9/10'],
      'bytes=-99': [206, content, 'bytes 0-9/10'],
      'bytes=9-99': [206, '9', 'bytes 9-9/10'],
      'bytes=5-2': [200, content, ''],
      'bytes=0-1,4-5': [200, content, ''],
      'bytes=x-y': [200, content, ''],
      'lines=0-1': [200, content, ''],
      'bytes=-': [200, content, ''],
      'Bytes=2-5': [206, '2345', 'bytes 2-5/10'],
      'bytes=8-99999999999999999999': [206, '89', 'bytes 8-9/10'],
      'bytes=-99999999999999999999': [206, content, 'bytes 0-9/10'],
    };
    for (const [range, [status, text, contentRange]] of Object.entries(parts)) {
      it(`returns ${status} for ${range}`, async () => {
        const response = await api.send('GET', contentPath(made), { headers: { range } });
        expect([response.status, response.text]).to.deep.equal([status, text]);
        expect(response.headers.get('content-range') ?? '').to.equal(contentRange);
      });
    }

    for (const range of ['bytes=10-', 'bytes=10-20', 'bytes=-0', 'bytes=99999999999999999999-']) {
      it(`returns 416 for ${range}, which is beyond the end`, async () => {
        const response = await api.send('GET', contentPath(made), { headers: { range } });
        expect([response.status, response.fault().error_name]).to.deep.equal([416, 'RANGE_NOT_SATISFIABLE']);
        expect(response.headers.get('content-range')).to.equal('bytes */10');
      });
    }

    it('reports its size to HEAD', async () => {
      const response = await api.send('HEAD', contentPath(made));
      expect(response.headers.get('content-length')).to.equal('10');
    });

    it('returns a part to If-Range only if If-Range has exactly its strong tag, otherwise the whole content', async () => {
      const tag = (await api.expect(200, 'HEAD', contentPath(made))).headers.get('etag') ?? '';
      for (const range of ['bytes=2-5', 'bytes=10-', 'bytes=-0']) {
        for (const ifRange of [
          '"stale"',
          `W/${tag}`,
          `${tag}, "stale"`,
          tag.slice(1, -1),
          '*',
          'Sat, 29 Oct 1994 19:43:31 GMT',
          new Date(Date.UTC(2100, 0)).toUTCString(),
        ]) {
          const response = await api.send('GET', contentPath(made), { headers: { range, 'if-range': ifRange } });
          expect([response.status, response.text], `${range} ${ifRange}`).to.deep.equal([200, content]);
          expect(response.headers.get('content-range')).to.equal(null);
        }
      }
      const headers = { range: 'bytes=2-5', 'if-range': tag };
      expect((await api.expect(206, 'GET', contentPath(made), { headers })).text).to.equal('2345');
      await api.expect(416, 'GET', contentPath(made), { headers: { ...headers, range: 'bytes=10-' } });
      expect((await api.expect(200, 'GET', contentPath(made), { headers: { 'if-range': '"x"' } })).text).to.equal(
        content,
      );
    });

    it('ignores Range in HEAD', async () => {
      const tag = (await api.expect(200, 'HEAD', contentPath(made))).headers.get('etag') ?? '';
      for (const range of ['bytes=0-0', 'bytes=-3', 'bytes=10-', 'bytes=0-1,4-5']) {
        for (const extra of [{}, { 'if-range': tag }, { 'if-range': '"stale"' }] as Headers[]) {
          const response = await api.expect(200, 'HEAD', contentPath(made), { headers: { range, ...extra } });
          expect(response.headers.get('content-length'), range).to.equal('10');
          expect(response.headers.get('content-range'), range).to.equal(null);
        }
      }
    });

    it('never mixes two images when a download resumes after another image took its name', async () => {
      const name = uniqueName('replaced');
      const [before, after] = ['A'.repeat(10), 'B'.repeat(10)];
      const old = await api.makeImage(before, { name });
      const first = await api.expect(206, 'GET', `/v1/images/${name}/content`, { headers: { range: 'bytes=0-3' } });
      await api.expect(204, 'DELETE', old.href);
      await api.makeImage(after, { name });
      const headers = { range: 'bytes=4-', 'if-range': first.headers.get('etag') ?? '' };
      const rest = await api.send('GET', `/v1/images/${name}/content`, { headers });
      // A client appends a 206 to what it has, and replaces what it has by a 200 (RFC 9110 §15.3.7.3).
      const downloaded = rest.status === 206 ? first.text + rest.text : rest.text;
      expect([before, after]).to.include(downloaded);
      const conditional = { range: 'bytes=4-', 'if-match': first.headers.get('etag') ?? '' };
      await api.refused(412, 'PRECONDITION_FAILED', 'GET', `/v1/images/${name}/content`, { headers: conditional });
    });
  });

  it('ignores Range for resources whose parts cannot be requested', async () => {
    const guest = await api.makeGuest();
    for (const path of [
      guest.href,
      '/v1/guests',
      `${guest.href}/console-log`,
      '/docs',
      '/docs/assets/swagger-ui.css',
    ]) {
      const whole = await api.expect(200, 'GET', path);
      for (const method of ['GET', 'HEAD']) {
        const response = await api.expect(200, method, path, { headers: { range: 'bytes=0-1' } });
        expect(response.headers.get('content-range'), path).to.equal(null);
        if (method === 'GET') expect(response.bytes.equals(whole.bytes), path).to.equal(true);
      }
    }
  });

  describe('under conditions', () => {
    async function keepsNothing(made: Image, send: () => Promise<unknown>): Promise<void> {
      const [files, before] = [await service.imageFiles(), await image(made.id)];
      await send();
      expect(await service.imageFiles()).to.deep.equal(files);
      expect(await image(made.id)).to.deep.equal(before);
    }

    it('is not sent to a client that has it, and If-Match, If-None-Match and Range are evaluated in this order', async () => {
      const made = await api.makeImage('0123456789');
      const whole = await api.expect(200, 'GET', contentPath(made));
      const tag = whole.headers.get('etag') ?? '';
      for (const method of ['GET', 'HEAD']) {
        const status = async (headers: Record<string, string>): Promise<number> => {
          const response = await api.send(method, contentPath(made), { headers });
          if (response.status === 304 || method === 'HEAD') expect(response.text).to.equal('');
          if (response.status < 400) expect(response.headers.get('etag')).to.equal(tag);
          return response.status;
        };
        for (const condition of [tag, `W/${tag}`, '*', `"x", ${tag}`]) {
          expect(await status({ 'if-none-match': condition }), condition).to.equal(304);
          expect(await status({ 'if-none-match': condition, range: 'bytes=10-' }), condition).to.equal(304);
          expect(await status({ 'if-none-match': condition, 'if-match': '"x"' }), condition).to.equal(412);
        }
        for (const condition of ['"x"', `W/${tag}`]) {
          expect(await status({ 'if-match': condition }), condition).to.equal(412);
          expect(await status({ 'if-match': condition, range: 'bytes=10-' }), condition).to.equal(412);
        }
        for (const condition of [tag, '*', `"x", ${tag}`]) {
          const found = await status({ 'if-match': condition, 'if-none-match': '"x"', range: 'bytes=2-5' });
          expect(found, condition).to.equal(method === 'GET' ? 206 : 200);
        }
        for (const header of ['if-match', 'if-none-match']) expect(await status({ [header]: 'x' })).to.equal(400);
      }
    });

    it('is not stored if a condition fails', async () => {
      const pending = await api.announceImage();
      const { headers } = await api.expect(200, 'GET', pending.href);
      await keepsNothing(pending, async () => {
        for (const condition of ['"x"', '*', headers.get('etag') ?? '', 'W/"x"']) {
          const response = await api.putContent(pending.id, 'content', { 'if-match': condition });
          expect([response.status, response.fault().error_name], condition).to.deep.equal([412, 'PRECONDITION_FAILED']);
        }
      });
      await api.refused(409, 'IMAGE_NOT_AVAILABLE', 'GET', contentPath(pending));
      const stored = await api.putContent(pending.id, 'content', { 'if-none-match': '*' });
      expect(stored.status).to.equal(200);
      const tag = (await api.expect(200, 'GET', contentPath(pending))).headers.get('etag') ?? '';
      // The tag in the response to a PUT is that of the content (RFC 9110 §9.3.4).
      expect(stored.headers.get('etag')).to.equal(tag);
      await keepsNothing(pending, async () => {
        for (const condition of ['*', tag, `W/${tag}`]) {
          const response = await api.putContent(pending.id, 'other', { 'if-none-match': condition });
          expect([response.status, response.fault().error_name], condition).to.deep.equal([412, 'PRECONDITION_FAILED']);
        }
        for (const [header, value] of [
          ['if-match', tag],
          ['if-none-match', '"x"'],
        ] as const) {
          const response = await api.putContent(pending.id, 'other', { [header]: value });
          expect([response.status, response.fault().error_name]).to.deep.equal([409, 'IMAGE_ALREADY_AVAILABLE']);
        }
      });
    });

    it('is refused before the first byte of its content has arrived', async () => {
      const pending = await api.announceImage();
      const headers = { ...OCTETS, 'content-length': 1000, 'if-match': '"x"' };
      const upload = beginRequest(service, 'PUT', contentPath(pending), headers);
      const response = await upload.responded;
      upload.breakOff();
      expect([response.status, response.fault().error_name]).to.deep.equal([412, 'PRECONDITION_FAILED']);
    });
  });

  it('without content cannot be read', async () => {
    await api.refused(409, 'IMAGE_NOT_AVAILABLE', 'GET', contentPath(await api.announceImage()));
  });

  it('whose file was removed outside of Guesthouse returns a fault', async () => {
    const before = await service.imageFiles();
    const made = await api.makeImage('taken away');
    const [file = ''] = (await service.imageFiles()).filter((name) => !before.includes(name));
    await rm(path.join(service.dataFolder, 'images', file));
    // Bypasses `api`, because the contract documents no response for a defect.
    const headers = { authorization: `Bearer ${service.token}` };
    const response = await fetch(service.url + contentPath(made), { headers });
    expect([response.status, response.headers.get('content-type')]).to.deep.equal([
      500,
      'application/problem+json; charset=utf-8',
    ]);
    expect(((await response.json()) as { error_name: string }).error_name).to.equal('INTERNAL');
  });

  it('is rejected if another image has its name, in upper or lower case', async () => {
    const { name } = await api.announceImage({ name: 'Taken-Image' });
    for (const rival of [name, name.toLowerCase(), name.toUpperCase()]) {
      await api.refused(409, 'IMAGE_NAME_ALREADY_EXISTS', 'POST', '/v1/images', { json: { name: rival, kind: 'iso' } });
    }
  });

  it('cannot be deleted while a guest uses it, and its file is deleted with it @conforming', async () => {
    const made = await api.makeImage();
    const guest = await api.makeGuest({ disks: [{ image: made.id }] });
    await api.refused(409, 'IMAGE_IN_USE', 'DELETE', made.href);
    const files = await service.imageFiles();
    await api.done('delete', guest.id);
    expect((await api.send('DELETE', made.href)).status).to.equal(204);
    expect((await service.imageFiles()).length).to.equal(files.length - 1);
    await api.refused(404, 'IMAGE_NOT_FOUND', 'GET', made.href);
  });
});
