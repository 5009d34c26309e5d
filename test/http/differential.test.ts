/**
 * The same requests to Guesthouse and to nginx, for the same static bytes: both must give the same status, headers and
 * body, except for the differences in support/differential/explained.ts, each of which has a reason.
 *
 * This finds mistakes in rules of HTTP that our own tests do not know. Bodies of faults are not compared.
 */
import { expect } from 'chai';
import { Api } from '../support/api.js';
import { allCases, type Case } from '../support/differential/cases.js';
import { exchange, type RawResponse, type Target } from '../support/differential/exchange.js';
import { EXPLANATIONS } from '../support/differential/explained.js';
import { hasNginx, Nginx } from '../support/peers/nginx.js';
import { Service } from '../support/service.js';
import { skip } from '../support/skip.js';

const CONTENT = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
/** How many cases run at the same time. */
const WIDTH = 16;

interface Difference {
  readonly name: string;
  readonly guesthouse: string;
  readonly nginx: string;
}

describe('Guesthouse and nginx', () => {
  const cases = allCases();
  let service: Service | undefined;
  let nginx: Nginx | undefined;
  let ours: Target;
  let theirs: Target;
  before(async function () {
    if (!hasNginx) skip(this, 'nginx', 'nginx is not installed');
    nginx = await Nginx.start(CONTENT);
    service = await Service.start();
    const { href } = await new Api(service).makeImage(CONTENT, { kind: 'iso' });
    const { hostname, port, host } = new URL(service.url);
    const shared = { path: `${href}/content`, token: service.token, tag: '' };
    ours = await withTag({ ...shared, host, address: { host: hostname, port: Number(port) } });
    theirs = await withTag({ ...shared, host: 'localhost', address: { path: nginx.socket } });
  });
  after(async () => {
    await nginx?.leave();
    await service?.leave();
  });

  async function withTag(target: Target): Promise<Target> {
    const whole = { name: '', requests: [{ method: 'GET', headers: ['Connection: close'] }] };
    const [response] = await exchange(target, whole);
    return { ...target, tag: response?.headers.get('etag') ?? '' };
  }

  async function differenceIn(each: Case): Promise<Difference | null> {
    const [mine, other] = await Promise.all(
      [ours, theirs].map(async (target) => outcomeOf(await exchange(target, each), each, target)),
    );
    const index = (mine ?? []).findIndex((line, at) => line !== other?.[at]);
    const at = index < 0 && mine?.length !== other?.length ? (mine?.length ?? 0) : index;
    if (at < 0) return null;
    return { name: each.name, guesthouse: mine?.[at] ?? 'nothing', nginx: other?.[at] ?? 'nothing' };
  }

  it('differ only where it is explained, and every explanation is true', async () => {
    const found = new Map<string, Difference>();
    const queue = [...cases];
    const work = async (): Promise<void> => {
      for (let each = queue.shift(); each !== undefined; each = queue.shift()) {
        const difference = await differenceIn(each);
        if (difference !== null) found.set(each.name, difference);
      }
    };
    await Promise.all(Array.from({ length: WIDTH }, work));
    const isExplained = ({ name, guesthouse, nginx: other }: Difference): boolean =>
      EXPLANATIONS.some((each) => each.cases.test(name) && each.guesthouse === guesthouse && each.nginx === other);
    const unexplained = [...found.values()].filter((each) => !isExplained(each));
    const lines = unexplained.map((each) => `${each.name}: ${each.guesthouse} | nginx: ${each.nginx}`);
    expect(lines.join('\n'), 'not explained').to.equal('');
    const untrue = EXPLANATIONS.flatMap(({ cases: names, guesthouse, nginx: other }) => {
      const named = cases.filter(({ name }) => names.test(name));
      if (named.length === 0) return [`no case is named ${String(names)}`];
      return named.flatMap(({ name }) => {
        const difference = found.get(name);
        return difference?.guesthouse === guesthouse && difference.nginx === other ? [] : [`${name}: ${String(names)}`];
      });
    });
    expect(untrue.join('\n'), 'explained, but not so').to.equal('');
  });

  it('are compared in several hundred cases', () => {
    expect(cases.length).to.be.above(500);
    for (const { reason, section } of EXPLANATIONS) {
      expect(reason).to.match(/\.$/);
      expect(section).to.match(/^RFC \d+ §[\d.]+$/);
    }
  });
});

/** What a client learns from the responses, one fact a line. */
function outcomeOf(responses: readonly RawResponse[], { requests }: Case, { tag }: Target): string[] {
  return responses.flatMap(({ status, headers, body }, index) => {
    const prefix = requests.length === 1 ? '' : `${index + 1}. `;
    const line = (name: string): string => `${prefix}${name}: ${headers.get(name)?.replace(tag, '{tag}') ?? 'none'}`;
    const facts = [`${prefix}${status}`];
    if (status === 304) facts.push(line('etag'));
    if (status === 405) facts.push(line('allow'));
    if (status === 416) facts.push(line('content-range'));
    if (status === 200 || status === 206) {
      const names = ['content-range', 'content-length', 'content-type', 'content-encoding', 'etag'];
      // A 206 shows by itself that ranges can be requested.
      facts.push(...(status === 200 ? ['accept-ranges', ...names] : names).map(line), `${prefix}body: ${body}`);
    }
    return facts;
  });
}
