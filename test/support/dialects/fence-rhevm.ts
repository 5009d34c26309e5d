/**
 * How fence_rhevm of Debian's package fence-agents reads the XML of oVirt: with regular expressions. They are copies;
 * test/dialects/ovirt/clients.test.ts compares them with the installed program.
 */

export const FENCE_PROGRAM = '/usr/sbin/fence_rhevm';

/** The lines of the program that define its patterns. */
export const FENCE_LINES = [
  'RE_GET_ID = re.compile("<vm( .*)? id=\\"(.*?)\\"", re.IGNORECASE)',
  'RE_STATUS = re.compile("<status>(.*?)</status>", re.IGNORECASE)',
  'RE_GET_NAME = re.compile("<name>(.*?)</name>", re.IGNORECASE)',
  'lines = res.split("<vm ")',
];

const ID = /<vm( .*)? id="(.*?)"/i;
const STATUS = /<status>(.*?)<\/status>/i;
const NAME = /<name>(.*?)<\/name>/i;

/** What `status`, `on` and `off` read from a list that was searched by name. A vm without a status counts as off. */
export function fenceStatus(xml: string): { readonly id: string | null; readonly isOn: boolean } {
  const status = STATUS.exec(xml)?.[1] ?? 'down';
  return { id: ID.exec(xml)?.[2] ?? null, isOn: status.toLowerCase() !== 'down' };
}

/** What `list` reads: names and states. */
export function fenceList(xml: string): [string, string][] {
  const [, ...parts] = xml.split('<vm ');
  return parts.map((part) => [NAME.exec(part)?.[1] ?? '', STATUS.exec(part)?.[1] ?? '']);
}
