/**
 * A module that a service loads before all others (`node --import`): the service cannot start the programs `pasta` and
 * `passt`, as if they were not installed. Nothing else may be changed here.
 */
const { ChildProcess } = require('node:child_process');

const spawn = ChildProcess.prototype.spawn;

ChildProcess.prototype.spawn = function (options) {
  const args = options.args?.map((each) => (each === 'pasta' || each === 'passt' ? `/not/installed/${each}` : each));
  return spawn.call(this, { ...options, args });
};
