/**
 * Why a guest needs a power cycle: the values of `detail.reason` of the event `guest.power_cycle_required`.
 *
 *   vnc_without_password   version 0.3 defined its VNC server, which other guests can reach
 *   loopback_reachable     the guest was started before its host could isolate the network `user`
 */
export const POWER_CYCLE_REASONS = ['vnc_without_password', 'loopback_reachable'] as const;
export type PowerCycleReason = (typeof POWER_CYCLE_REASONS)[number];
