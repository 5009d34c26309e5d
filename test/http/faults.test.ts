/**
 * A defect of the service, which the test causes by renaming a table. The client gets only a request id, and the log
 * has the details under that id.
 */
import { expect } from 'chai';
import pg from 'pg';
import type { Problem } from '../../generated/api-types.js';
import { eventually } from '../support/eventually.js';
import { Api } from '../support/api.js';
import { NATIVE } from '../support/contracts.js';
import { recordFaults } from '../support/exercised.js';
import { Service } from '../support/service.js';

const { faults } = NATIVE;

describe('A defect', () => {
  let service: Service;
  let sql: pg.Client;
  before(async () => {
    service = await Service.start();
    sql = new pg.Client(service.databaseUrl);
    await sql.connect();
    await sql.query('alter table images rename to taken_away');
  });
  after(async () => {
    await sql.end();
    await service.leave();
  });

  /**
   * Does not use the checked client: no operation documents a 500, and the checked client fails a test that sees one.
   */
  async function listImages(requestId: string): Promise<Response> {
    const headers = { authorization: `Bearer ${service.token}`, 'x-request-id': requestId };
    return fetch(`${service.url}/v1/images`, { headers });
  }

  it('returns 500 INTERNAL, without SQL, paths or stack traces', async () => {
    const response = await listImages('defect-1');
    const { status, headers } = response;
    const bytes = Buffer.from(await response.arrayBuffer());
    const problem = JSON.parse(bytes.toString()) as Problem;
    recordFaults({ status, headers, bytes });
    expect(status).to.equal(500);
    expect(headers.get('content-type')).to.match(/^application\/problem\+json/);
    expect(problem).to.include({ error_name: 'INTERNAL', status: 500, request_id: 'defect-1', instance: '/v1/images' });
    expect(problem.title).to.equal(faults['INTERNAL']?.title);
    expect(problem).to.have.all.keys('type', 'title', 'status', 'detail', 'instance', 'error_name', 'request_id');
    expect(JSON.stringify(problem)).to.not.match(/select|relation|\.ts|\.js|at .*\(|guesthouse-http|42P01/);
  });

  it('is logged under its request id, with its cause', async () => {
    await listImages('defect-2');
    const found = () => service.log.find((line) => line['requestId'] === 'defect-2');
    await eventually(() => found() !== undefined);
    expect(found()?.level).to.equal(50);
    expect(JSON.stringify(found())).to.contain('images');
  });

  it('fails a test that sees its response', async () => {
    const error = await new Api(service).send('GET', '/v1/images').then(
      () => null,
      (thrown: unknown) => thrown,
    );
    expect(String(error)).to.contain('documents no such status');
  });

  it('does not stop the service, and does not affect requests that do not read the missing table', async () => {
    const api = new Api(service);
    await api.expect(200, 'GET', '/v1/guests');
    await api.done('start', (await api.makeGuest()).id);
  });
});
