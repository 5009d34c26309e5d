/** scratch: GET one guest, before against after, interleaved. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { median, spread } from './median.js';
async function wrk(s: any, path: string, seconds: number): Promise<number> {
  const c0 = cpu(s.pid);
  const child = spawn('wrk', ['-t1', '-c16', `-d${seconds}s`, '-H', `Authorization: Bearer ${s.token}`, s.url + path], { stdio: ['ignore', 'pipe', 'inherit'] });
  let out = ''; child.stdout.on('data', (c: Buffer) => (out += c)); await once(child, 'close');
  if (/Non-2xx/.test(out)) throw new Error(out);
  return (cpu(s.pid) - c0) / Number(/(\d+) requests in/.exec(out)?.[1]);
}
import { readFileSync } from 'node:fs';
function cpu(pid: number): number { const f = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]!.split(' '); return (Number(f[11]) + Number(f[12])) * 10_000; }
const services: any[] = [];
for (const build of ['before', 'after']) {
  process.env['C3_MAIN'] = `/work/main/.cache/c3-${build}/src/main.js`;
  const mod = await import(`./zz-c3-service-${build}.js`);
  const s = await mod.startMeasuredService(100);
  const g = ((await (await fetch(s.url + '/v1/guests', { headers: { Authorization: `Bearer ${s.token}` } })).json()) as any).guests[0];
  services.push({ s, path: `/v1/guests/${g.id}` });
}
for (const { s, path } of services) await wrk(s, path, 5);
const ratios: number[] = []; const r: number[][] = [[], []];
for (let i = 0; i < 15; i++) {
  const order = i % 2 ? [0, 1] : [1, 0]; const x: number[] = [];
  for (const k of order) x[k] = await wrk(services[k].s, services[k].path, 2);
  ratios.push(x[1]! / x[0]!); r[0]!.push(x[0]!); r[1]!.push(x[1]!);
}
console.log('after/before', spread(ratios, 3), 'us cpu/request', median(r[0]!).toFixed(1), median(r[1]!).toFixed(1));
for (const { s } of services) await s.stop();
