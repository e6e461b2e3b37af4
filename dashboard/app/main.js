// SPDX-License-Identifier: MIT

import { judge } from './judge.js';
import { panels } from './panels.js';
import { PanelView } from './panel_view.js';
import { WINDOW_MS } from './plot.js';
import { Reading, Span } from './reading.js';
import { Source } from './source.js';

const INTERVAL_MS = 2000;
const MINUTE_MS = 60_000;
/** Rates are those of so long, or one call would look like thirty a minute. */
const SMOOTH_MS = 10_500;

const part = (/** @type {string} */ id) => /** @type {HTMLElement} */ (document.getElementById(id));

const source = new Source(part('token-form'));
/** @type {Reading[]} of the last minute */
let readings = [];
/** @type {number[]} when each value of the panels' series was read */
let times = [];
const views = panels.map((panel) => new PanelView(panel, part('panels'), showClock));

/** @param {Reading} reading */
function take(reading) {
  const last = readings.at(-1);
  if (last && new Span(last, reading).isBroken) readings = [];
  readings = [...readings.filter(({ time }) => time > reading.time - MINUTE_MS), reading];
  const before = readings.find(({ time }) => time > reading.time - SMOOTH_MS);
  if (before && before !== reading) addValues(new Span(before, reading));
  part('version').textContent = reading.each('signalbox_build_info')[0]?.[0] ?? '';
  tell(judge(new Span(readings[0], reading)));
  list('errors', 'signalbox_errors_total');
  list('limits', 'signalbox_limits_hit_total');
  list('ends', 'signalbox_connection_ends_total');
}

/** @param {Span} span */
function addValues(span) {
  const gone = times.filter((time) => time < span.after.time - WINDOW_MS).length;
  times = [...times.slice(gone), span.after.time];
  for (const view of views) view.add(span, gone);
  draw();
}

function draw() {
  for (const view of views) view.draw(times);
}

/** @param {number | null} place of one of the times; null: the newest */
function showClock(place) {
  const time = times.at(place ?? -1) ?? performance.now();
  part('clock').textContent = new Date(performance.timeOrigin + time).toLocaleTimeString();
}

/** @param {{ tone: string, title: string, reasons: string[] }} verdict */
function tell({ tone, title, reasons }) {
  // What is read aloud must not be written anew while it is the same.
  const text = [title, ...reasons].join('\n');
  if (part('state').dataset.text === text) return;
  Object.assign(part('state').dataset, { tone, text });
  part('state-title').textContent = title;
  part('state-reasons').replaceChildren(...reasons.map((reason) => made('li', reason)));
  document.title = `${title} – Signalbox`;
}

function tellOfLoss() {
  const title = `The server does not answer since ${new Date().toLocaleTimeString()}.`;
  tell({ tone: 'lost', title, reasons: ['Does it run? Its log says why it ended.'] });
}

/** @param {string} id @param {string} metric */
function list(id, metric) {
  const rises = new Span(readings[0], /** @type {Reading} */ (readings.at(-1))).rises(metric);
  const rows = rises.map(([label, rise]) => {
    const row = made('tr', '');
    row.append(made('th', label), made('td', rise.toLocaleString('en')));
    return row;
  });
  part(id).replaceChildren(...rows.length > 0 ? rows : [made('td', 'none')]);
}

/** @param {string} name @param {string} text */
function made(name, text) {
  return Object.assign(document.createElement(name), { textContent: text });
}

async function watch() {
  const text = await source.read('metrics').catch(() => null);
  if (text !== null) take(new Reading(text, performance.now()));
  else if (part('state').dataset.tone !== 'lost') tellOfLoss();
  setTimeout(watch, INTERVAL_MS);
}

new ResizeObserver(draw).observe(document.body);
matchMedia('(prefers-color-scheme: dark)').addEventListener('change', draw);
watch();
