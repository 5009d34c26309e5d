/**
 * Header fields of a request that say that its body is not the whole representation, or which bytes it must have. The
 * service verifies what they say, or rejects the request: it never stores other bytes than the client meant.
 */
import { createHash } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { expect } from 'chai';
import type { Guest, Image } from '../../generated/api-types.js';
import { Api, type CheckedResponse, uniqueName } from '../support/api.js';
import { checkParserFault } from '../support/conformance.js';
import { sendRaw } from '../support/peers/raw-request.js';
import { Service } from '../support/service.js';

type Headers = Readonly<Record<string, string>>;

const CONTENT = 'the whole content of an image';

function digest(algorithm: string, bytes: string | Buffer): string {
  return createHash(algorithm).update(bytes).digest('base64');
}

describe('The bytes that a request declares', () => {
  let service: Service;
  let api: Api;
  let image: Image;
  let guest: Guest;
  before(async () => {
    service = await Service.start();
    api = new Api(service);
    guest = await api.makeGuest();
  });
  beforeEach(async () => {
    image = await api.announceImage();
  });
  after(() => service.leave());

  /** Sends the body to three operations, and expects that each rejects it and changes nothing. */
  async function expectRejected(status: number, name: string, headers: Headers): Promise<void> {
    const what = JSON.stringify(headers);
    const refused = (response: CheckedResponse): void => {
      expect([response.status, response.fault().error_name], what).to.deep.equal([status, name]);
    };
    const files = await service.imageFiles();
    refused(await api.putContent(image.id, CONTENT, headers));
    expect(await service.imageFiles()).to.deep.equal(files);
    const { size_bytes: size } = (await api.expect(200, 'GET', image.href)).json<Image>();
    expect(size, what).to.equal(null);

    const json = { 'content-type': 'application/json', ...headers };
    const created = uniqueName('declared');
    const body = JSON.stringify({ name: created, kind: 'iso' });
    refused(await api.send('POST', '/v1/images', { body, headers: json }));
    await api.refused(404, 'IMAGE_NOT_FOUND', 'GET', `/v1/images/${created}`);

    const patch = { 'content-type': 'application/merge-patch+json', ...headers };
    refused(await api.send('PATCH', guest.href, { body: '{"description":"changed"}', headers: patch }));
    expect(await api.guest(guest.id)).to.deep.equal(guest);
  }

  const partial: Readonly<Record<string, readonly string[]>> = {
    'Content-Range': ['bytes 1024-4095/4096', 'bytes 0-28/29', 'bytes */29', 'x'],
    'Upload-Offset': ['0', '1024'],
    'Upload-Complete': ['?0', '0', 'true'],
    'Upload-Incomplete': ['?1', '1'],
    'Upload-Length': ['4096', 'x'],
  };
  for (const [header, values] of Object.entries(partial)) {
    it(`are rejected (400) if ${header} says that they are only a part`, async () => {
      for (const value of values) await expectRejected(400, 'VALIDATION_FAILED', { [header]: value });
      expect((await api.expect(200, 'GET', image.href)).json<Image>().state).to.equal('pending');
      expect((await api.putContent(image.id, CONTENT)).status).to.equal(200);
    });
  }

  it('are accepted if a header field says that they are complete', async () => {
    const headers = { 'upload-complete': '?1', 'upload-incomplete': '?0', 'upload-length': String(CONTENT.length) };
    expect((await api.putContent(image.id, CONTENT, headers)).status).to.equal(200);
  });

  it('are rejected (415) with a Content-Encoding, whose Accept-Encoding names what is accepted', async () => {
    for (const header of ['content-encoding', 'content-transfer-encoding']) {
      for (const encoding of ['gzip', 'br', 'aws-chunked', 'base64', 'identity, gzip']) {
        await expectRejected(415, 'UNSUPPORTED_MEDIA_TYPE', { [header]: encoding });
      }
    }
    const headers = { 'content-encoding': 'gzip' };
    expect((await api.putContent(image.id, gzipSync(CONTENT), headers)).headers.get('accept-encoding')).to.equal(
      'identity',
    );
    const plain = { 'content-encoding': 'Identity', 'content-transfer-encoding': 'binary' };
    expect((await api.putContent(image.id, CONTENT, plain)).status).to.equal(200);
  });

  it('are rejected (501) with a transfer coding other than chunked', async () => {
    const { host } = new URL(service.url);
    for (const coding of ['gzip, chunked', 'deflate,chunked', 'gzip\r\nTransfer-Encoding: chunked']) {
      const head = [
        `PUT ${image.href}/content HTTP/1.1`,
        `Host: ${host}`,
        `Authorization: Bearer ${service.token}`,
        'Connection: close',
        'Content-Type: application/octet-stream',
        `Transfer-Encoding: ${coding}`,
      ];
      const response = await sendRaw(service.url, `${head.join('\r\n')}\r\n\r\n3\r\nabc\r\n0\r\n\r\n`);
      expect(response.status, coding).to.equal(501);
      checkParserFault({ ...response, method: 'PUT', pathname: image.href });
    }
    expect((await api.expect(200, 'GET', image.href)).json<Image>().state).to.equal('pending');
  });

  /** The fields with a digest of the text, in every form that the service verifies. */
  function digestsOf(text: string): [string, string][] {
    const structured = [
      `sha-256=:${digest('sha256', text)}:`,
      `sha-512=:${digest('sha512', text)}:`,
      `unixsum=:AAAA:, sha-512=:${digest('sha512', text)}:;x=1,sha-256=:${digest('sha256', text)}:`,
    ];
    return [
      ...['Content-Digest', 'Repr-Digest'].flatMap((name) =>
        structured.map((value): [string, string] => [name, value]),
      ),
      ['Digest', `SHA-256=${digest('sha256', text)}`],
      ['Digest', `sha-512=${digest('sha512', text)},UNIXsum=30637`],
      ['Digest', `md5=${digest('md5', text)}`],
      ['Content-MD5', digest('md5', text)],
    ];
  }

  it('are rejected (400 DIGEST_MISMATCH) if they have another digest, in every field and algorithm', async () => {
    for (const [name, value] of digestsOf('other bytes'))
      await expectRejected(400, 'DIGEST_MISMATCH', { [name]: value });
  });

  it('are accepted with every correct digest', async () => {
    for (const [name, value] of digestsOf(CONTENT)) {
      const { id } = await api.announceImage();
      const response = await api.putContent(id, CONTENT, { [name]: value });
      expect(response.status, `${name}: ${value}`).to.equal(200);
    }
    const body = '{"description":"\u00e9"}';
    for (const [name, value] of digestsOf(body)) {
      const headers = { 'content-type': 'application/merge-patch+json', [name]: value };
      await api.expect(200, 'PATCH', guest.href, { body, headers });
    }
    guest = await api.guest(guest.id);
    const empty = { 'content-digest': `sha-256=:${digest('sha256', '')}:`, 'content-type': 'application/json' };
    await api.expect(202, 'POST', `${guest.href}/start`, { headers: empty });
    await api.noneUnderWay();
    guest = await api.guest(guest.id);
  });

  it('must match all of several digests', async () => {
    const good = digestsOf(CONTENT);
    for (const [name, value] of digestsOf('other bytes')) {
      for (const [other, correct] of good.filter(([each]) => each !== name).slice(0, 3)) {
        const response = await api.putContent(image.id, CONTENT, { [other]: correct, [name]: value });
        expect([response.status, response.fault().error_name], name).to.deep.equal([400, 'DIGEST_MISMATCH']);
      }
    }
  });

  it('are rejected (400) with a digest field that is malformed, or names no algorithm that the service knows', async () => {
    const sha256 = digest('sha256', CONTENT);
    for (const [name, value] of [
      ['Content-Digest', 'sha-256=:x:'],
      ['Content-Digest', `sha-256=${sha256}`],
      ['Content-Digest', 'sha-512=:AAAA:'],
      ['Content-Digest', `sha-1=:${digest('sha1', CONTENT)}:`],
      ['Content-Digest', `md5=:${digest('md5', CONTENT)}:`],
      ['Content-Digest', ''],
      ['Repr-Digest', 'nonsense'],
      // Members that every JavaScript object has.
      ['Repr-Digest', '__proto__'],
      ['Content-Digest', 'constructor=:AAAA:'],
      ['Digest', 'toString=AAAA'],
      ['Repr-Digest', `sha-256=:${sha256}: sha-512=:AAAA:`],
      ['Repr-Digest', `sha-256=:${sha256}:, sha-512`],
      ['Digest', `SHA-256=:${sha256}:`],
      ['Digest', `SHA=${digest('sha1', CONTENT)}`],
      ['Digest', 'SHA-256'],
      ['Content-MD5', sha256],
      ['Content-MD5', digest('md5', CONTENT).slice(0, -2)],
    ] as const) {
      await expectRejected(400, 'VALIDATION_FAILED', { [name]: value });
    }
  });

  describe('after the body, in a trailer,', () => {
    async function put(trailers: readonly string[], announced: string | null): Promise<CheckedResponse> {
      const { host } = new URL(service.url);
      const head = [
        `PUT ${image.href}/content HTTP/1.1`,
        `Host: ${host}`,
        `Authorization: Bearer ${service.token}`,
        'Connection: close',
        'Content-Type: application/octet-stream',
        'Transfer-Encoding: chunked',
        ...(announced === null ? [] : [`Trailer: ${announced}`]),
      ];
      const chunk = `${CONTENT.length.toString(16)}\r\n${CONTENT}\r\n0\r\n`;
      return sendRaw(service.url, `${head.join('\r\n')}\r\n\r\n${chunk}${trailers.join('\r\n')}\r\n\r\n`);
    }

    it('are verified like those before the body', async () => {
      for (const [name, value] of digestsOf('other bytes')) {
        const response = await put([`${name}: ${value}`], name);
        expect([response.status, response.fault().error_name], name).to.deep.equal([400, 'DIGEST_MISMATCH']);
      }
      const unknown = await put(['Content-Digest: sha-1=:AAAA:'], 'X-Other, content-digest');
      expect([unknown.status, unknown.fault().error_name]).to.deep.equal([400, 'VALIDATION_FAILED']);
      const files = await service.imageFiles();
      for (const [name, value] of digestsOf(CONTENT)) {
        image = await api.announceImage();
        expect((await put([`${name}: ${value}`], name)).status, name).to.equal(200);
      }
      expect((await service.imageFiles()).length).to.equal(files.length + digestsOf(CONTENT).length);
    });

    it('are verified even if no Trailer announces them', async () => {
      const [name, value] = ['Content-Digest', `sha-512=:${digest('sha512', 'other bytes')}:`];
      const response = await put([`${name}: ${value}`], null);
      expect(response.status).to.equal(400);
      expect((await api.expect(200, 'GET', image.href)).json<Image>().size_bytes).to.equal(null);
    });

    it('are rejected if they announce a part', async () => {
      const response = await put(['Content-Range: bytes 10-20/30'], 'Content-Range');
      expect([response.status, response.fault().error_name]).to.deep.equal([400, 'VALIDATION_FAILED']);
    });
  });
});
