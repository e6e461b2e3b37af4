// SPDX-License-Identifier: MIT

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { backOff, pause, socketUrl } from '../../web/signalbox/socket.js';

test('back-off is exponential, jittered and capped at 10 seconds', () => {
  for (const [failures, longest] of [[0, 500], [1, 1000], [4, 8000], [5, 10_000], [999, 10_000]]) {
    const waits = Array.from({ length: 200 }, () => backOff(failures));
    assert.ok(waits.every((wait) => wait >= longest / 2 && wait <= longest));
    assert.ok(Math.max(...waits) - Math.min(...waits) > longest / 4);
  }
});

test('a pause ends early when the browser is online again, or it is aborted', async () => {
  // Node has no window; what the library needs of it is an event target.
  const window = new EventTarget();
  Object.assign(globalThis, {
    addEventListener: window.addEventListener.bind(window),
    removeEventListener: window.removeEventListener.bind(window),
  });
  const online = pause(3_600_000, new AbortController().signal);
  window.dispatchEvent(new Event('online'));
  await online;

  const closing = new AbortController();
  const aborted = pause(3_600_000, closing.signal);
  closing.abort();
  await aborted;
  await pause(3_600_000, closing.signal);
  await pause(1, new AbortController().signal);
});

test("the WebSocket's address", () => {
  assert.equal(socketUrl('wss://example.org/ws'), 'wss://example.org/ws');
  assert.equal(socketUrl('https://example.org/signalbox/ws'), 'wss://example.org/signalbox/ws');
  assert.equal(socketUrl(new URL('http://localhost:8080/#x')), 'ws://localhost:8080/');
  for (const wrong of ['example.org', 'ftp://example.org/', '']) {
    assert.throws(() => socketUrl(wrong), { name: 'SignalboxError', code: 'invalid_url' });
  }
  // This test has loaded the module from a file.
  assert.throws(() => socketUrl(), { code: 'invalid_url', message: /Pass its address/ });
});
