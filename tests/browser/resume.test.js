// SPDX-License-Identifier: MIT

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { webSocketFailed } from './support/browser.js';
import {
  callsAreUntouched, hears, inCall, isOpen, send, sharesAnotherTrack,
} from './support/live_call.js';
import { connect, mediaArrives, ready, seen, setStage } from './support/stage.js';

const stage = setStage({ except: webSocketFailed });

/** @typedef {import('playwright-core').Page} Page */

test('messages arrive once and in order over many lost connections, both ways', async () => {
  const proxy = await stage.proxy();
  const { alice, bob } = await inCall(stage, proxy);
  const all = [];
  for (let round = 0; round < 5; round += 1) {
    const [before, after] = [[3 * round, 3 * round + 1], [3 * round + 2]];
    all.push(...before, ...after);
    // Whether the first two arrive over the old connection or the new one is up to the network.
    await send(alice, 'bob', before);
    await send(bob, 'alice', before);
    proxy.refuse();
    proxy.cut();
    await alice.waitForFunction(() => signalbox.state === 'reconnecting');
    await send(alice, 'bob', after);
    await send(bob, 'alice', after);
    proxy.accept();
    await isOpen(alice);
  }
  await hears(bob, all);
  await hears(alice, all);
  assert.equal(await alice.evaluate(() => events.includes('login true')), true);
  assert.equal(await alice.evaluate(() => events.includes('login false')), false);
  await sharesAnotherTrack(alice, bob);
  await callsAreUntouched(alice, bob);
});

test('a connection that died without a word is replaced, and nothing is lost with it', async () => {
  const proxy = await stage.proxy();
  const { alice, bob } = await inCall(stage, proxy);
  await alice.clock.install();

  proxy.freeze();
  await send(alice, 'bob', [1, 2]);
  await send(bob, 'alice', [3, 4]);
  await alice.evaluate(() => { dispatchEvent(new Event('online')); });
  await alice.clock.fastForward(10_000); // The server doesn't answer.
  await isOpenAgain(alice);
  await hears(bob, [1, 2]);
  await hears(alice, [3, 4]);
  await sharesAnotherTrack(bob, alice);
  await callsAreUntouched(alice, bob);
});

/** @param {Page} page whose clock is the test's */
async function isOpenAgain(page) {
  await seen(page, 'signalbox reconnecting');
  await page.clock.fastForward(1000);
  await seen(page, 'login true');
}

test('a server that was killed and restarted knows nobody, and calls go on', async () => {
  const server = await stage.anotherServer();
  const { alice, bob } = await inCall(stage, await stage.proxy(server));

  await server.kill();
  for (const page of [alice, bob]) await seen(page, 'signalbox reconnecting');
  await mediaArrives(alice, bob);
  await send(alice, 'bob', [1, 2]);
  await stage.anotherServer({ port: server.port });
  for (const page of [alice, bob]) await seen(page, 'login false');
  await mediaArrives(alice, bob);
  await sharesAnotherTrack(bob, alice);
  await callsAreUntouched(alice, bob);
});

test('a reloaded page goes on in its session: the call ends, no message is lost', async () => {
  const proxy = await stage.proxy();
  const { alice, bob } = await inCall(stage, proxy);
  await send(bob, 'alice', [1]);
  await hears(alice, [1]);

  // With its clock stopped, the page can't come back before it is reloaded.
  await alice.clock.install();
  await alice.clock.pauseAt(Date.now() + 60_000);
  proxy.cut();
  await seen(alice, 'signalbox reconnecting');
  await send(alice, 'bob', [2, 3]);
  await send(bob, 'alice', [4, 5]);
  await alice.reload({ waitUntil: 'domcontentloaded' });
  await alice.clock.resume();
  await ready(alice);
  await hears(bob, [2, 3]);
  await hears(alice, [4, 5]);
  await seen(bob, 'ended gone');
  assert.equal(await alice.evaluate(() => events.includes('login true')), true);
  assert.equal(await alice.evaluate(() => sessionStorage.length), 0);
  await connect(alice, bob, 'bob');
});

test('a server that goes down names the time to come back', async () => {
  const proxy = await stage.proxy();
  const { alice, bob } = await inCall(stage, proxy);
  await alice.clock.install();
  await alice.clock.pauseAt(Date.now() + 60_000);

  proxy.say({ type: 'reconnect', after: 5000 });
  await send(bob, 'alice', [1]);
  await seen(alice, 'heard 1');
  assert.equal(await alice.evaluate(() => signalbox.state), 'open');
  await alice.clock.fastForward(5000);
  await seen(alice, 'signalbox reconnecting');
  assert.equal(await alice.evaluate(() => events.includes('retry 0')), true);
});

test('a page whose place another one has taken gives way', async () => {
  const alice = await stage.peer({ name: 'alice' });
  await alice.evaluate(() => { dispatchEvent(new PageTransitionEvent('pagehide')); });
  const left = await alice.evaluate(() => ({ ...sessionStorage }));
  assert.equal(Object.keys(left).length, 1);

  const other = await stage.peer({});
  await other.evaluate((items) => {
    for (const [key, item] of Object.entries(items)) sessionStorage.setItem(key, item);
    return signalbox.login('alice');
  }, left);
  assert.equal(await other.evaluate(() => events.includes('login true')), true);
  await seen(alice, 'signalbox error replaced');
  assert.equal(await alice.evaluate(() => signalbox.state), 'closed');
});

test('a page that the operator has sent away stays away', async () => {
  const alice = await stage.peer({ name: 'alice' });
  const kick = `${stage.server.adminOrigin}/api/users/alice/kick`;
  assert.equal((await fetch(kick, { method: 'POST' })).status, 200);
  await seen(alice, 'signalbox error kicked');
  assert.equal(await alice.evaluate(() => signalbox.state), 'closed');
});
