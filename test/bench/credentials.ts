/**
 * GET one guest with one of the service's own tokens, with a JWT of an OpenID provider, and without a credential
 * (`GUESTHOUSE_AUTH=none`, a second service on the same database), in one run of interleaved rounds. The cost of a
 * credential is the ratio to the service without credentials, by rate and by CPU time.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { newId } from '../../src/domain/ids.js';
import type { PermissionId } from '../../src/domain/ids.js';
import { AUDIENCE, OidcProvider } from '../support/peers/oidc-provider.js';
import { CONNECTIONS, runWrk } from './load.js';
import { cpuMs } from './process-figures.js';
import { spread } from './median.js';
import { startMeasuredService, startService, stopService } from './running-service.js';

const ROUNDS = 9;
const ROUND_S = 2;
const WARM_UP_S = 4;

interface Way {
  readonly what: string;
  readonly url: string;
  readonly pid: number;
  readonly token: string | null;
  readonly perSecond: number[];
  readonly cpuMs: number[];
}

export async function benchCredentials(): Promise<void> {
  const provider = await OidcProvider.start();
  const trusting = { GUESTHOUSE_OIDC_ISSUER: provider.issuer, GUESTHOUSE_OIDC_AUDIENCE: AUDIENCE };
  const service = await startMeasuredService(1_000, trusting);
  const dataFolder = await mkdtemp(path.join(tmpdir(), 'guesthouse-bench-'));
  const open = await startService(dataFolder, {
    env: { DATABASE_URL: service.databaseUrl, GUESTHOUSE_AUTH: 'none', GUESTHOUSE_RATE_LIMIT: '1000000' },
  });
  try {
    const jwt = await provider.forge({ sub: 'bench', project: 'default' });
    // The first request registers the user, who is a viewer from then on.
    await fetch(`${service.url}/v1`, { headers: { Authorization: `Bearer ${jwt}` } });
    await service.db.knex.raw(
      `insert into permissions (id, user_id, role, project_id)
       select ?, u.id, 'viewer', p.id from users u, projects p where u.external_id is not null and p.name = 'default'`,
      [newId<PermissionId>()],
    );
    const [id = ''] = await service.db.knex<{ id: string }>('guests').limit(1).pluck('id');
    const way = (what: string, { url, pid }: { url: string; pid: number }, token: string | null): Way => {
      return { what, url: `${url}/v1/guests/${id}`, pid, token, perSecond: [], cpuMs: [] };
    };
    const none = way('no credential', open, null);
    const ways = [way('a token of ours', service, service.token), way('a JWT', service, jwt), none];
    for (const each of ways) await measure(each, WARM_UP_S, false);
    for (let round = 0; round < ROUNDS; round++) {
      // The second measurement can find a busier machine, so the order alternates.
      for (const each of round % 2 === 0 ? ways : [...ways].reverse()) await measure(each, ROUND_S, true);
    }
    console.log(`Credentials: GET one guest, wrk -t1 -c${CONNECTIONS}, ${ROUNDS} interleaved rounds of ${ROUND_S} s`);
    for (const { what, perSecond, cpuMs: used } of ways.filter((each) => each !== none)) {
      const rates = perSecond.map((rate, round) => rate / (none.perSecond[round] ?? NaN));
      const cpu = used.map((ms, round) => ms / (none.cpuMs[round] ?? NaN));
      const aim = what === 'a token of ours' ? '; aim: at least 0.9' : '';
      console.log(`  ${what}: ${spread(rates)} of the rate without${aim}; ${spread(cpu)} of the CPU time`);
    }
    console.log();
  } finally {
    await stopService(open);
    await rm(dataFolder, { recursive: true, force: true });
    await service.stop();
    await provider.stop();
  }
}

async function measure({ url, pid, token, ...figures }: Way, seconds: number, isKept: boolean): Promise<void> {
  const beforeMs = await cpuMs(pid);
  const { perSecond, requests } = await runWrk(url, token, seconds);
  if (!isKept) return;
  figures.perSecond.push(perSecond);
  figures.cpuMs.push(((await cpuMs(pid)) - beforeMs) / requests);
}
