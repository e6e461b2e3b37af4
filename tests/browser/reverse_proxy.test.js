// SPDX-License-Identifier: MIT
//
// The page over https and its WebSocket over wss, through reverse proxies as docs/reverse-proxy
// sets them up.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { startBrowser, webSocketFailed } from './support/browser.js';
import { connected, dial, loggedIn, notice, seesMovingPicture } from './support/demo.js';
import { startReverseProxy } from './support/reverse_proxy.js';
import { startServer } from './support/server.js';

/** @typedef {import('node:test').TestContext} TestContext */

/**
 * Alice and Bob on the page behind a proxy, in a call to which only Alice brings her camera.
 *
 * @param {TestContext} context that stops it all
 * @param {'nginx' | 'caddy'} name
 */
async function callThrough(context, name) {
  const proxy = await startReverseProxy(name);
  context.after(() => proxy.stop());
  const server = await startServer({ options: proxy.serverOptions });
  context.after(() => server.stop());
  const browser = await startBrowser(
    { moreFlags: [`--ignore-certificate-errors-spki-list=${proxy.keyHash}`] });
  context.after(() => browser.stop());
  const stage = { browser, server: proxy };
  const alice = await loggedIn(stage, 'alice');
  const bob = await loggedIn(stage, 'bob');
  await dial(alice, 'bob');
  await bob.waitForSelector('#ring[open]');
  await bob.click('#accept-voice');
  await Promise.all([connected(alice), connected(bob)]);
  await seesMovingPicture(bob);
  assert.equal(await alice.getAttribute('#stage', 'data-picture'), 'off');
  return { proxy, browser, alice, bob };
}

/**
 * The call has gone on, and Bob's camera, which must be negotiated, arrives.
 *
 * @param {Record<'alice' | 'bob', import('playwright-core').Page>} pages
 */
async function goesOn({ alice, bob }) {
  await seesMovingPicture(bob);
  await bob.click('#camera');
  await seesMovingPicture(alice);
  await alice.click('#hang-up');
  await notice(bob, 'alice hung up.');
}

test('a call through nginx does not notice that nginx is reloaded', async (context) => {
  const { proxy, browser, alice, bob } = await callThrough(context, 'nginx');
  const sockets = [alice, bob].map((page) => {
    const opened = [];
    page.on('websocket', (socket) => opened.push(socket.url()));
    return opened;
  });

  await proxy.reload();

  await goesOn({ alice, bob });
  assert.deepEqual(sockets, [[], []], 'a page had to connect again');
  await browser.finish();
});

test('a call through Caddy, which ends WebSockets when it is reloaded, goes on', async (context) => {
  const { proxy, browser, alice, bob } = await callThrough(context, 'caddy');

  await proxy.reload();

  for (const page of [alice, bob]) {
    assert.match(await notice(page, 'Connected again.'), /nothing was lost/);
  }
  await goesOn({ alice, bob });
  await browser.finish({ except: webSocketFailed });
});
