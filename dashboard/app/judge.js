// SPDX-License-Identifier: MIT

import { busiest, duration } from './panels.js';

/** @typedef {import('./reading.js').Span} Span */
/** @typedef {{ tone: 'good' | 'wait' | 'bad', title: string, reasons: string[] }} Verdict */

const LATE_S = 0.1;
const BUSY = 0.9;
const FULL = 0.9;
const open = 'signalbox_connections';
const refused = 'signalbox_limits_hit_total{limit="max-connections"}';
const withoutFile = 'signalbox_limits_hit_total{limit="open-files"}';

/** What an operator should look at, and where. Each says what to do, or nothing. */
const rules = [
  (/** @type {Span} */ span) => grown(span, refused) > 0
    && 'Connections are turned away, because there are as many as --max-connections allows.',
  (/** @type {Span} */ span) => grown(span, withoutFile) > 0
    && 'Connections are turned away, because the process may open no more files: raise LimitNOFILE, '
    + 'or ulimit -n.',
  (/** @type {Span} */ { after }) => after.get(open) > FULL * after.get('process_max_fds')
    && 'Nearly all files that the process may open are in use: raise LimitNOFILE, or ulimit -n.',
  (/** @type {Span} */ span) => ended(span, 'internal_error') > 0
    && 'A bug has ended connections: the log has a line of it. Please report it.',
  (/** @type {Span} */ span) => ended(span, 'slow_client') > 0
    && `Clients were cut, because they did not take what was sent to them: ${
      ended(span, 'slow_client')}.`,
  (/** @type {Span} */ span) => busiest(span) > BUSY
    && 'A thread is busy all the time, so its clients wait. Are there cores for more --threads?',
  (/** @type {Span} */ span) => lag(span) > LATE_S
    && `A thread was late by up to ${duration(lag(span))}: is the machine busy with other things?`,
];

/** @param {Span} span @param {string} sample */
const grown = ({ before, after }, sample) => after.get(sample) - before.get(sample);

/** @param {Span} span @param {string} reason */
const ended = (span, reason) => grown(span, `signalbox_connection_ends_total{reason="${reason}"}`);

/** @param {Span} span */
const lag = (span) => span.quantile('signalbox_loop_lag_seconds', 1) ?? 0;

/**
 * How the server is, in words.
 *
 * @param {Span} span the last minute
 * @returns {Verdict}
 */
export function judge(span) {
  const reasons = rules.map((rule) => rule(span)).filter((reason) => reason !== false);
  if (span.after.get('signalbox_ready') === 0) {
    return { tone: 'wait', title: 'The server is draining: it takes no new clients.', reasons };
  }
  if (reasons.length > 0) return { tone: 'bad', title: 'Look at this:', reasons };
  return { tone: 'good', title: 'All is well.', reasons };
}
