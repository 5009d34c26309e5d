/**
 * Thousands of requests generated only from a contract, both those that it allows and those that it does not: no
 * response may be a 500 or have an undocumented status or shape, and no request that the contract forbids may succeed.
 * The test also checks that it would detect a service that violates one of these rules.
 *
 *   GUESTHOUSE_SEED   a printed seed, to repeat a run (fuzz-run.ts explains how exactly it can be repeated)
 *   GUESTHOUSE_SOAK   1: the long form
 */
import { expect } from 'chai';
import type { NetworkList } from '../../generated/api-types.js';
import { Api } from '../support/api.js';
import type { ResponseToCheck } from '../support/conformance.js';
import { describeEachContract, MOGAN, NATIVE, OVIRT, SAHARA } from '../support/contracts.js';
import { makeMoganExamples } from '../support/dialects/mogan-world.js';
import { makeOvirtExamples } from '../support/dialects/ovirt-world.js';
import { eventually } from '../support/eventually.js';
import type { FuzzRequest } from '../support/fuzz/fuzz-requests.js';
import { missingKinds, runFuzz, type FuzzReport } from '../support/fuzz/fuzz-run.js';
import { FuzzClient } from '../support/fuzz/fuzz-send.js';
import { SEED } from '../support/fuzz/seed.js';
import { Service } from '../support/service.js';

const REQUESTS = process.env['GUESTHOUSE_SOAK'] === '1' ? 200_000 : 7_000;
const SIDE_BY_SIDE = 12;
/** Enough to show each of the defects below many times. */
const REQUESTS_TO_FIND = 300;

/**
 * `cancelOperation` succeeds only while an operation is open, so a run sees a success only by chance.
 * test/http/cancel.test.ts keeps operations open.
 */
const SEEN_ONLY_BY_CHANCE = [
  'cancelOperation: success',
  // A request that creates the part or the permission needs ids or names that exist, inside of objects that the run
  // makes up. test/dialects/ovirt has these successes.
  ...['getOvirtNic', 'getOvirtDiskAttachment', 'getOvirtCdrom', 'getOvirtStatistic'].map((id) => `${id}: success`),
  ...['createOvirtVmPermission', 'getOvirtVmPermission', 'deleteOvirtVmPermission'].map((id) => `${id}: success`),
];

describeEachContract(`Requests generated from the contract (seed ${SEED})`, (contract) => {
  const { operations } = contract;
  let service: Service;
  let client: FuzzClient;
  before(async () => {
    service = await Service.start();
    // Long enough that verbs meet open operations.
    await service.host.setDurations({ bootMs: 20, shutdownMs: 20 });
    if (contract === NATIVE) await showAbsentNetworks();
    if (contract === MOGAN) await makeMoganExamples(service);
    if (contract === OVIRT) await makeOvirtExamples(service);
    // The examples of Sahara's clusters name it, and its API has no operation that lists instance types.
    const medium = { name: 'medium', vcpus: 1, memory_mib: 16 };
    if (contract === SAHARA) await new Api(service).expect(201, 'POST', '/v1/instance-types', { json: medium });
    client = new FuzzClient(service.url, SIDE_BY_SIDE);
  });
  after(async () => {
    client.leave();
    await service.leave();
  });

  /** Only networks that no host has can be deleted, which only the native API can do. */
  async function showAbsentNetworks(): Promise<void> {
    const api = new Api(service);
    const names = Array.from({ length: 5 }, (_, index) => `former-${index}`);
    for (const [reported, state] of [[names, 'present'] as const, [[], 'absent'] as const]) {
      await service.host.setNetworks(reported);
      // A new event stream makes the service list the networks.
      await service.host.cutEvents();
      await eventually(async () => {
        const { networks } = (await api.expect(200, 'GET', '/v1/networks')).json<NetworkList>();
        return names.every((name) => networks.some((network) => network.name === name && network.state === state));
      });
    }
  }

  type Send = (request: FuzzRequest) => Promise<ResponseToCheck>;

  function run(requests: number, send: Send, untilAllSeen = false): Promise<FuzzReport> {
    const { url, token } = service;
    return runFuzz({ contract, seed: SEED, requests, sideBySide: SIDE_BY_SIDE, url, token, send, untilAllSeen });
  }

  it(`get the documented responses, ${REQUESTS} of them, with successes and faults of each operation`, async function () {
    this.timeout(REQUESTS * 60);
    const { failures, statuses, sent } = await run(REQUESTS, (request) => client.send(request), true);
    expect(failures.length, `\n\n${failures.join('\n\n')}\n\n`).to.equal(0);
    const unseen = operations.flatMap((operation) =>
      missingKinds(operation, statuses.get(operation.operationId)).map((kind) => `${operation.operationId}: ${kind}`),
    );
    expect(unseen.filter((each) => !SEEN_ONLY_BY_CHANCE.includes(each))).to.deep.equal([]);
    expect(sent).to.be.at.least(REQUESTS);
  });

  // The checks are the same for every contract.
  if (contract !== NATIVE) return;

  describe('detect a service', () => {
    const isSuccess = ({ status, headers }: ResponseToCheck): boolean =>
      status === 200 && headers.get('content-type')?.startsWith('application/json') === true;
    const withBody = (
      response: ResponseToCheck,
      change: (body: Record<string, unknown>) => object,
    ): ResponseToCheck => {
      const body = change(JSON.parse(response.bytes?.toString() ?? '') as Record<string, unknown>);
      const headers = new Headers(response.headers);
      headers.delete('content-length');
      return { ...response, headers, bytes: Buffer.from(JSON.stringify(body)) };
    };
    const withHeaders = (response: ResponseToCheck, change: (headers: Headers) => void): ResponseToCheck => {
      const headers = new Headers(response.headers);
      change(headers);
      return { ...response, headers };
    };

    const defects: Record<string, [(response: ResponseToCheck) => ResponseToCheck, RegExp]> = {
      'that returns 500': [
        (response) => (isSuccess(response) ? { ...response, status: 500 } : response),
        /documents no such status/,
      ],
      'with an undocumented status': [
        (response) => (response.status === 400 ? { ...response, status: 418 } : response),
        /documents no such status/,
      ],
      'with an undocumented member': [
        (response) => (isSuccess(response) ? withBody(response, (body) => ({ ...body, colour: 'red' })) : response),
        /additional properties/,
      ],
      'that omits a member': [
        (response) => (isSuccess(response) ? withBody(response, (body) => ({ ...body, links: undefined })) : response),
        /required property/,
      ],
      'with a wrong media type': [
        (response) => withHeaders(response, (headers) => headers.set('content-type', 'text/plain')),
        /is text\/plain, but should be/,
      ],
      'that omits a header': [
        (response) => withHeaders(response, (headers) => headers.delete('location')),
        /the header Location is missing/,
      ],
      'whose fault differs from the catalogue': [
        (response) =>
          response.status >= 400 && response.bytes?.length
            ? withBody(response, (body) => ({ ...body, title: 'Oh' }))
            : response,
        /the title is Oh/,
      ],
      'that closes the connection without a response': [
        (response) => {
          if (response.status === 404) throw new Error('socket hang up');
          return response;
        },
        /no response/,
      ],
    };
    for (const [what, [alter, message]] of Object.entries(defects)) {
      it(what, async () => {
        const { failures } = await run(REQUESTS_TO_FIND, async (request) => alter(await client.send(request)));
        expect(failures.join('\n')).to.match(message).and.to.contain('curl ');
      });
    }

    it('that accepts what the contract forbids', async () => {
      const { failures } = await run(REQUESTS_TO_FIND, (request) =>
        client.send({ ...request, target: request.target.split('?')[0] ?? '' }),
      );
      expect(failures.join('\n')).to.match(/although the contract forbids the request/);
    });
  });
});
