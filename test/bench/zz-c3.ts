/** scratch */
import { benchMetrics } from './zz-c3-metrics.js';
await benchMetrics();
