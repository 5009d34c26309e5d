/**
 * Asking a running guest, once, to power itself off: its agent if one listens and answers, else the ACPI power button.
 */
import { join } from 'node:path';
import { isGuesthouseError } from '../../src/domain/errors.js';
import { throwIfOver } from '../shared/abort.js';
import type { CallScope } from '../shared/abort.js';
import { askAgentToPowerOff } from './agent.js';
import { withShortPath } from './guest-folder.js';
import { AGENT_SOCKET } from './launch.js';
import type { Monitor } from './monitor.js';
import { memberOf } from './qmp/client.js';

/** Resolves when the wish has been uttered, or to false when it certainly was not; whether it is granted, only a look can tell. */
export async function requestShutdown(folder: string, monitor: Monitor, call: CallScope): Promise<boolean> {
  try {
    if ((await agentListens(monitor, call)) && (await askAgent(folder, call))) return true;
    await monitor.ask('system_powerdown', null, call);
    return true;
  } catch (error) {
    throwIfOver(call);
    // The guest may have gone this moment: the next look tells.
    if (!isGuesthouseError(error, 'outcome_unknown', 'host_unreachable')) throw error;
    return isGuesthouseError(error, 'outcome_unknown');
  }
}

/** Whether anybody in the guest has the agent's channel open. */
async function agentListens(monitor: Monitor, call: CallScope): Promise<boolean> {
  const chardevs = await monitor.ask('query-chardev', null, call);
  const known: unknown[] = Array.isArray(chardevs) ? chardevs : [];
  const agent = known.find((each) => memberOf(each, 'label') === 'agent');
  return memberOf(agent, 'frontend-open') === true;
}

async function askAgent(folder: string, call: CallScope): Promise<boolean> {
  return await withShortPath(folder, (shortFolder) => askAgentToPowerOff(join(shortFolder, AGENT_SOCKET), call));
}
