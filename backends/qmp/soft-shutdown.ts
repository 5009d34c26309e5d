/**
 * Sends a running guest one request to power itself off: through the guest's agent if the agent responds, otherwise by
 * the ACPI power button.
 */
import { join } from 'node:path';
import { isGuesthouseError } from '../../src/domain/errors.js';
import { throwIfOver } from '../shared/abort.js';
import type { CallScope } from '../shared/abort.js';
import { requestAgentPoweroff } from './agent.js';
import { withShortPath } from './guest-folder.js';
import { AGENT_SOCKET } from './launch.js';
import type { Monitor } from './monitor.js';
import { memberOf } from './qmp/client.js';

/**
 * True if the request was sent or may have been sent, false if it certainly was not sent. Only an observation shows
 * whether the guest powers off.
 */
export async function requestShutdown(folder: string, monitor: Monitor, call: CallScope): Promise<boolean> {
  try {
    if ((await agentListens(monitor, call)) && (await requestPoweroff(folder, call))) return true;
    await monitor.execute('system_powerdown', null, call);
    return true;
  } catch (error) {
    throwIfOver(call);
    // The guest may have just ended. The next observation shows whether it has.
    if (!isGuesthouseError(error, 'outcome_unknown', 'guest_unresponsive')) throw error;
    return isGuesthouseError(error, 'outcome_unknown');
  }
}

/** Whether a program in the guest has opened the agent's channel. */
export async function agentListens(monitor: Monitor, call: CallScope): Promise<boolean> {
  const chardevs = await monitor.query('query-chardev', call);
  const known: unknown[] = Array.isArray(chardevs) ? chardevs : [];
  const agent = known.find((each) => memberOf(each, 'label') === 'agent');
  return memberOf(agent, 'frontend-open') === true;
}

async function requestPoweroff(folder: string, call: CallScope): Promise<boolean> {
  return await withShortPath(folder, (shortFolder) => requestAgentPoweroff(join(shortFolder, AGENT_SOCKET), call));
}
