// SPDX-License-Identifier: MIT

/** @typedef {import('./reading.js').Span} Span */

/**
 * @typedef {object} Series
 * @property {string} name
 * @property {(span: Span) => number | null} value of the time between two readings; null: none
 */

/**
 * @typedef {object} Panel
 * @property {string} title
 * @property {Series[]} series two at most
 * @property {(value: number) => string} show
 * @property {number} [top] default: what the values need
 * @property {number[]} [steps] how far the axis' marks may be apart; default: 1, 2, 2.5, 5, 10 …
 */

const whole = new Intl.NumberFormat('en', { maximumFractionDigits: 0 });
const short = new Intl.NumberFormat('en', { maximumSignificantDigits: 3 });
const rough = new Intl.NumberFormat('en', { maximumSignificantDigits: 2 });

const count = (/** @type {number} */ value) => whole.format(value);

/** @param {number} value */
function number(value) {
  if (value < 1) return rough.format(value);
  return (value < 1000 ? short : whole).format(value);
}

const perSecond = (/** @type {number} */ value) => `${number(value)}/s`;
const perMinute = (/** @type {number} */ value) => `${number(value)}/min`;
const percent = (/** @type {number} */ value) => `${whole.format(value * 100)} %`;

/** @param {number} value in seconds */
export function duration(value) {
  if (value >= 1) return `${short.format(value)} s`;
  return value >= 1e-3 ? `${short.format(value * 1e3)} ms` : `${short.format(value * 1e6)} µs`;
}

/** @param {number} value */
function bytes(value) {
  const units = ['B', 'KiB', 'MiB', 'GiB'];
  const power = Math.min(Math.floor(Math.log2(Math.max(value, 1)) / 10), units.length - 1);
  return `${short.format(value / 1024 ** power)} ${units[power]}`;
}

/** There is no half of a connection. */
const wholes = Array.from({ length: 10 }, (_, power) => 10 ** power)
  .flatMap((unit) => [1, 2, 5].map((step) => step * unit));

/** Bytes have units of 1024. */
const powersOfTwo = Array.from({ length: 50 }, (_, power) => 2 ** power);

/** @param {string} sample @returns {Series['value']} */
const now = (sample) => ({ after }) => after.get(sample);

/** @param {string} sample @returns {Series['value']} */
const rate = (sample) => (span) => span.rate((reading) => reading.get(sample));

/** @param {string} metric @returns {Series['value']} */
const rateOfAll = (metric) => (span) => span.rate((reading) => reading.sum(metric));

const logins = 'signalbox_logins_total';

/** @param {import('./reading.js').Reading} reading */
const loggedIn = (reading) => ['new', 'resumed', 'not_resumed']
  .reduce((sum, result) => sum + reading.get(`${logins}{result="${result}"}`), 0);

/** How busy the busiest thread is: 1 is a whole core. @param {Span} span */
export function busiest(span) {
  const rises = span.rises('signalbox_thread_cpu_seconds_total');
  return rises.length === 0 ? 0 : rises[0][1] / span.seconds;
}

/** @type {Panel[]} */
export const panels = [
  {
    title: 'Connections',
    show: count,
    steps: wholes,
    series: [
      { name: 'open', value: now('signalbox_connections') },
      { name: 'logged in', value: now('signalbox_logged_in') },
    ],
  },
  {
    title: 'Messages',
    show: perSecond,
    series: [
      { name: 'from clients', value: rateOfAll('signalbox_messages_total') },
      { name: 'to clients', value: rate('signalbox_messages_sent_total') },
    ],
  },
  {
    title: 'Calls set up',
    show: perMinute,
    series: [{
      name: 'calls',
      value: (span) => 60 * span.rate((each) => each.get('signalbox_call_answer_seconds_count')),
    }],
  },
  {
    title: 'Logins',
    show: perSecond,
    series: [
      { name: 'let in', value: (span) => span.rate(loggedIn) },
      { name: 'refused', value: (span) => span.rate((each) => each.sum(logins) - loggedIn(each)) },
    ],
  },
  {
    title: 'Errors told to clients',
    show: perSecond,
    series: [{ name: 'errors', value: rateOfAll('signalbox_errors_total') }],
  },
  {
    title: 'Time in the server',
    show: duration,
    series: [
      { name: '99 of 100 within', value: (span) => span.quantile('signalbox_relay_seconds', 0.99) },
      { name: 'half within', value: (span) => span.quantile('signalbox_relay_seconds', 0.5) },
    ],
  },
  {
    title: 'Loop lag',
    show: duration,
    series: [{
      name: 'at most', value: (span) => span.quantile('signalbox_loop_lag_seconds', 1),
    }],
  },
  {
    title: 'Load',
    show: percent,
    top: 1,
    series: [
      { name: 'busiest thread', value: busiest },
      {
        name: 'on average',
        value: (span) => {
          const metric = 'signalbox_thread_cpu_seconds_total';
          return span.rate((each) => each.sum(metric)) / span.after.each(metric).length;
        },
      },
    ],
  },
  {
    title: 'Traffic',
    show: (value) => `${bytes(value)}/s`,
    steps: powersOfTwo,
    series: [
      { name: 'from clients', value: rate('signalbox_received_bytes_total') },
      { name: 'to clients', value: rate('signalbox_sent_bytes_total') },
    ],
  },
  {
    title: 'Memory',
    show: bytes,
    steps: powersOfTwo,
    series: [{ name: 'resident', value: now('process_resident_memory_bytes') }],
  },
  {
    title: 'Waiting for clients',
    show: bytes,
    steps: powersOfTwo,
    series: [
      { name: 'to be sent', value: now('signalbox_outbox_bytes') },
      { name: 'kept', value: now('signalbox_mail_bytes') },
    ],
  },
];
