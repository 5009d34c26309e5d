/**
 * Thousands of requests made from a contract alone, those it allows and those it does not: no answer may be a 500, of a status or of a
 * shape that it does not document, and nothing that it forbids may succeed. And, so that silence means something: a service that does one
 * of these things is found out.
 *
 *   GUESTHOUSE_SEED   takes a printed seed back (fuzz-run.ts says how far that goes)
 *   GUESTHOUSE_SOAK   1: the long form
 */
import { expect } from 'chai';
import type { AnswerToCheck } from '../support/conformance.js';
import { describeEachContract } from '../support/contracts.js';
import type { FuzzRequest } from '../support/fuzz/fuzz-requests.js';
import { missingKinds, runFuzz, type FuzzReport } from '../support/fuzz/fuzz-run.js';
import { FuzzClient } from '../support/fuzz/fuzz-send.js';
import { SEED } from '../support/fuzz/seed.js';
import { Service } from '../support/service.js';

const REQUESTS = process.env['GUESTHOUSE_SOAK'] === '1' ? 200_000 : 5_000;
const SIDE_BY_SIDE = 12;
/** So few show each of the defects below many times over. */
const REQUESTS_TO_FIND = 300;

/** What only succeeds in the moments for which an operation is open; test/http/cancel.test.ts holds some open. */
const A_MATTER_OF_LUCK = ['cancelOperation: success'];

describeEachContract(`requests made from the contract (seed ${SEED})`, (contract) => {
  const { operations } = contract;
  let service: Service;
  let client: FuzzClient;
  before(async () => {
    service = await Service.start();
    // Long enough for verbs to meet operations that are open.
    await service.host.setDurations({ bootMs: 20, shutdownMs: 20 });
    client = new FuzzClient(service.url, SIDE_BY_SIDE);
  });
  after(async () => {
    client.leave();
    await service.leave();
  });

  type Send = (request: FuzzRequest) => Promise<AnswerToCheck>;

  function run(requests: number, send: Send, untilAllSeen = false): Promise<FuzzReport> {
    const { url, token } = service;
    return runFuzz({ contract, seed: SEED, requests, sideBySide: SIDE_BY_SIDE, url, token, send, untilAllSeen });
  }

  it(`are answered as it says, ${REQUESTS} of them, each operation with successes and refusals`, async function () {
    this.timeout(REQUESTS * 60);
    const { failures, answers, sent } = await run(REQUESTS, (request) => client.send(request), true);
    expect(failures.length, `\n\n${failures.join('\n\n')}\n\n`).to.equal(0);
    const unseen = operations.flatMap((operation) =>
      missingKinds(operation, answers.get(operation.operationId)).map((kind) => `${operation.operationId}: ${kind}`),
    );
    expect(unseen.filter((each) => !A_MATTER_OF_LUCK.includes(each))).to.deep.equal([]);
    expect(sent).to.be.at.least(REQUESTS);
  });

  describe('find out a service', () => {
    const isSuccess = ({ status, headers }: AnswerToCheck): boolean =>
      status === 200 && headers.get('content-type')?.startsWith('application/json') === true;
    const withBody = (answer: AnswerToCheck, change: (body: Record<string, unknown>) => object): AnswerToCheck => {
      const body = change(JSON.parse(answer.bytes?.toString() ?? '') as Record<string, unknown>);
      const headers = new Headers(answer.headers);
      headers.delete('content-length');
      return { ...answer, headers, bytes: Buffer.from(JSON.stringify(body)) };
    };
    const withHeaders = (answer: AnswerToCheck, change: (headers: Headers) => void): AnswerToCheck => {
      const headers = new Headers(answer.headers);
      change(headers);
      return { ...answer, headers };
    };

    const defects: Record<string, [(answer: AnswerToCheck) => AnswerToCheck, RegExp]> = {
      'that answers 500': [
        (answer) => (isSuccess(answer) ? { ...answer, status: 500 } : answer),
        /documents no such status/,
      ],
      'with an undocumented status': [
        (answer) => (answer.status === 400 ? { ...answer, status: 418 } : answer),
        /documents no such status/,
      ],
      'with an undocumented member': [
        (answer) => (isSuccess(answer) ? withBody(answer, (body) => ({ ...body, colour: 'red' })) : answer),
        /additional properties/,
      ],
      'that leaves a member out': [
        (answer) => (isSuccess(answer) ? withBody(answer, (body) => ({ ...body, links: undefined })) : answer),
        /required property/,
      ],
      'with another media type': [
        (answer) => withHeaders(answer, (headers) => headers.set('content-type', 'text/plain')),
        /is text\/plain, and should be/,
      ],
      'that leaves a header out': [
        (answer) => withHeaders(answer, (headers) => headers.delete('location')),
        /the header Location is missing/,
      ],
      'whose fault is not of the catalogue': [
        (answer) =>
          answer.status >= 400 && answer.bytes?.length
            ? withBody(answer, (body) => ({ ...body, title: 'Oh' }))
            : answer,
        /the title is Oh/,
      ],
      'that closes without an answer': [
        (answer) => {
          if (answer.status === 404) throw new Error('socket hang up');
          return answer;
        },
        /no answer/,
      ],
    };
    for (const [what, [alter, message]] of Object.entries(defects)) {
      it(what, async () => {
        const { failures } = await run(REQUESTS_TO_FIND, async (request) => alter(await client.send(request)));
        expect(failures.join('\n')).to.match(message).and.to.contain('curl ');
      });
    }

    it('that takes what the contract forbids', async () => {
      const { failures } = await run(REQUESTS_TO_FIND, (request) =>
        client.send({ ...request, target: request.target.split('?')[0] ?? '' }),
      );
      expect(failures.join('\n')).to.match(/the contract does not allow the request/);
    });
  });
});
