// SPDX-License-Identifier: MIT
//
// Somebody walks out of the house during a call: from one network to another.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { networkFailed, startBrowser } from './support/browser.js';
import { NEAR, startFarHost } from './support/far_host.js';
import { hears, send, sharesAnotherTrack } from './support/live_call.js';
import { connect, mediaArrives, ready, seen, setStage, state } from './support/stage.js';
import { startSite } from './support/site.js';

const stage = setStage({ except: networkFailed });

const PORT = 8080;

/**
 * @param {import('node:test').TestContext} context that stops it all
 * @param {Awaited<ReturnType<typeof startFarHost>>} host
 */
async function bobFarAway(context, host) {
  const site = await startSite({}, NEAR);
  context.after(() => site.stop());
  const browser = await startBrowser({
    executablePath: host.executablePath,
    moreFlags: [`--unsafely-treat-insecure-origin-as-secure=${site.origin}`],
  });
  context.after(() => browser.stop());
  const bob = await browser.open(
    `${site.origin}/peer.html?server=http://${NEAR}:${PORT}&name=bob&answer=accept`);
  await ready(bob);
  return bob;
}

/** @param {import('playwright-core').Page} page */
const addressOf = (page) => page.evaluate(async () => {
  const reports = await globalThis.call.connection.getStats();
  const { selectedCandidatePairId } = [...reports.values()].find((r) => r.type === 'transport');
  return reports.get(reports.get(selectedCandidatePairId).localCandidateId).address;
});

test('a call goes on over another network, and nothing that was said meanwhile is lost',
  async (context) => {
    const host = await startFarHost();
    context.after(() => host.stop());
    host.use('wifi');
    const server = await stage.anotherServer(
      { port: PORT, options: ['--listen', `${NEAR}:${PORT}`] });
    const bob = await bobFarAway(context, host);
    const alice = await stage.peer({ name: 'alice', url: server.webSocketUrl });
    // Chromium takes some seconds to call a silent path dead.
    for (const page of [alice, bob]) page.setDefaultTimeout(60_000);
    await connect(alice, bob, 'bob');
    await mediaArrives(alice, bob);
    assert.equal(await addressOf(bob), '10.78.1.2');

    host.lose('wifi');
    await send(alice, 'bob', [1, 2, 3]);
    await send(bob, 'alice', [4, 5, 6]);
    await state(alice, 'reconnecting');
    host.use('mobile');

    await seen(bob, 'login true');
    for (const page of [alice, bob]) await state(page, 'connected');
    await mediaArrives(alice, bob);
    assert.equal(await addressOf(bob), '10.78.2.2');
    await hears(bob, [1, 2, 3]);
    await hears(alice, [4, 5, 6]);
    await sharesAnotherTrack(bob, alice);
  });
