// SPDX-License-Identifier: MIT

import assert from 'node:assert/strict';
import { connect, mediaArrives, seen } from './stage.js';

/** @typedef {import('playwright-core').Page} Page */
/** @typedef {ReturnType<typeof import('./stage.js').setStage>} Stage */

/** @param {Page} page */
export const isOpen = (page) => page.waitForFunction(() => signalbox.state === 'open');

/**
 * @param {Page} page
 * @param {string} to
 * @param {number[]} numbers
 */
export function send(page, to, numbers) {
  return page.evaluate(([name, all]) => {
    for (const each of all) signalbox.send(name, each);
  }, /** @type {const} */ ([to, numbers]));
}

/**
 * Waits until the page has heard all of these, and no others.
 *
 * @param {Page} page
 * @param {number[]} numbers
 */
export async function hears(page, numbers) {
  await seen(page, `heard ${numbers.at(-1)}`);
  assert.deepEqual(await page.evaluate(() => events.filter((e) => e.startsWith('heard'))),
    numbers.map((each) => `heard ${each}`));
}

/**
 * Adds a track, and waits for it on the other side.
 *
 * @param {Page} from
 * @param {Page} to
 */
export async function sharesAnotherTrack(from, to) {
  const before = await to.evaluate(() => events.filter((e) => e === 'track video').length);
  await from.evaluate(() => {
    globalThis.call.connection.addTrack(stream.getVideoTracks()[0].clone(), stream);
  });
  await to.waitForFunction((count) => events.filter((e) => e === 'track video').length > count,
    before);
  await mediaArrives(from, to);
}

/** @param {...Page} pages */
export async function callsAreUntouched(...pages) {
  for (const page of pages) {
    assert.deepEqual(await page.evaluate(
      () => events.filter((e) => /^(ended|error|state reconn|signalbox error)/.test(e))), []);
  }
}

/**
 * Alice, who is connected through a proxy, and Bob, in a call.
 *
 * @param {Stage} stage
 * @param {import('./proxy.js').Proxy} proxy
 */
export async function inCall(stage, proxy) {
  const alice = await stage.peer({ name: 'alice', url: proxy.webSocketUrl });
  const bob = await stage.peer({ name: 'bob', url: proxy.serverUrl, answer: 'accept' });
  await connect(alice, bob, 'bob');
  return { alice, bob };
}
