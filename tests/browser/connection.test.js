// SPDX-License-Identifier: MIT

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { webSocketFailed } from './support/browser.js';
import { call, connect, mediaArrives, ready, seen, setStage, state } from './support/stage.js';

const stage = setStage({ except: webSocketFailed });

/** A server that frees a name with its connection, as servers do that know no resume. */
const forgetful = { options: ['--resume-window', '0ms'] };

/** @param {import('playwright-core').Page} page */
const signalboxIsOpen = (page) => page.waitForFunction(() => signalbox.state === 'open');

/**
 * Does something, and waits until the page's call has negotiated because of it.
 *
 * @param {import('playwright-core').Page} page
 * @param {() => unknown} action
 */
async function renegotiated(page, action) {
  await page.evaluate(() => {
    const { connection } = globalThis.call;
    globalThis.settled = false;
    connection.addEventListener('signalingstatechange', () => {
      if (connection.signalingState === 'stable') globalThis.settled = true;
    });
  });
  await action();
  await page.waitForFunction(() => globalThis.settled);
}

test('the other side of a reloaded page hears that it is gone, and can be called again',
  async () => {
    const alice = await stage.peer({ name: 'alice', answer: 'accept' });
    const bob = await stage.peer({ name: 'bob' });
    await connect(bob, alice, 'alice');
    await mediaArrives(alice, bob);

    await bob.reload({ waitUntil: 'domcontentloaded' });
    await seen(alice, 'ended gone');
    await ready(bob);
    await connect(bob, alice, 'alice');
    await mediaArrives(alice, bob);
    assert.equal(await alice.evaluate(() => signalbox.calls.size), 1);
  });

test('a page that reloads while its call rings is gone at once', async () => {
  const alice = await stage.peer({ name: 'alice' });
  const bob = await stage.peer({ name: 'bob' });

  await call(bob, 'alice');
  await state(alice, 'ringing');
  await bob.reload({ waitUntil: 'domcontentloaded' });
  await seen(alice, 'ended gone');
});

test('a page that is closed is gone at once, not only when its media fails', async () => {
  const alice = await stage.peer({ name: 'alice', answer: 'accept' });
  const bob = await stage.peer({ name: 'bob' });
  await connect(bob, alice, 'alice');

  await bob.close();
  await seen(alice, 'ended gone');
  assert.deepEqual(await alice.evaluate(() => events.slice(-3)),
    ['state connected', 'state ended', 'ended gone']);
});

test('an RTCPeerConnection that is closed without a word ends the call', async () => {
  const alice = await stage.peer({ name: 'alice', answer: 'accept' });
  const bob = await stage.peer({ name: 'bob' });
  await connect(bob, alice, 'alice');

  await bob.evaluate(() => globalThis.call.connection.close());
  await seen(alice, 'ended gone');
  await seen(bob, 'ended gone');
});

test('a call that is hung up while the other has no server ends there too', async () => {
  const proxy = await stage.proxy();
  const alice = await stage.peer({ name: 'alice', url: proxy.webSocketUrl });
  const bob = await stage.peer({ name: 'bob', answer: 'accept' });
  await connect(alice, bob, 'bob');

  proxy.refuse();
  proxy.cut();
  await seen(alice, 'signalbox reconnecting');
  await bob.evaluate(() => globalThis.call.hangUp());
  await seen(alice, 'ended gone');
  assert.equal(await alice.evaluate(() => signalbox.state), 'reconnecting');
});

test('a page that was reloaded while the server was away is not rung by the old call',
  async () => {
    const proxy = await stage.proxy();
    const alice = await stage.peer({ name: 'alice', url: proxy.webSocketUrl });
    const bob = await stage.peer({ name: 'bob', answer: 'accept' });
    await connect(alice, bob, 'bob');

    proxy.refuse();
    proxy.cut();
    await seen(alice, 'signalbox reconnecting');
    await bob.reload({ waitUntil: 'domcontentloaded' });
    await ready(bob);
    proxy.accept();
    await seen(alice, 'ended gone');
    await connect(alice, bob, 'bob');
    assert.equal(await bob.evaluate(() => events.filter((e) => e.startsWith('call')).length), 1);
  });

test("a lost signaling connection doesn't touch the media, and comes back", async () => {
  const proxy = await stage.proxy();
  const alice = await stage.peer({ name: 'alice', url: proxy.webSocketUrl });
  const bob = await stage.peer({ name: 'bob', answer: 'accept' });
  await connect(alice, bob, 'bob');

  proxy.refuse();
  proxy.cut();
  await seen(alice, 'signalbox reconnecting');
  await mediaArrives(alice, bob);
  assert.equal(await alice.evaluate(() => signalbox.username), 'alice');
  proxy.accept();
  await signalboxIsOpen(alice);
  await renegotiated(alice, () => alice.evaluate(() => {
    globalThis.call.connection.addTrack(stream.getVideoTracks()[0].clone(), stream);
  }));
  await mediaArrives(alice, bob);
  for (const page of [alice, bob]) {
    assert.deepEqual(
      await page.evaluate(() => events.filter((e) => /^(ended|error|state reconn)/.test(e))), []);
  }
  await alice.evaluate(() => globalThis.call.hangUp());
  await seen(bob, 'ended hangup');
});

test('a track that was added while the server was away is sent once it is back', async () => {
  const proxy = await stage.proxy();
  const url = proxy.webSocketUrl;
  const alice = await stage.peer({ name: 'alice', url });
  const bob = await stage.peer({ name: 'bob', url, answer: 'accept' });
  await connect(alice, bob, 'bob');

  proxy.refuse();
  proxy.cut();
  for (const page of [alice, bob]) await seen(page, 'signalbox reconnecting');
  for (const page of [alice, bob]) {
    await page.evaluate(() => {
      globalThis.call.connection.addTrack(stream.getVideoTracks()[0].clone(), stream);
    });
  }
  proxy.accept();
  for (const page of [alice, bob]) {
    await page.waitForFunction(() => events.filter((e) => e === 'track video').length === 2);
  }
  await mediaArrives(alice, bob);
});

test('a call outlives the restart of the server', async () => {
  const server = await stage.anotherServer();
  const url = server.webSocketUrl;
  const alice = await stage.peer({ name: 'alice', url });
  const bob = await stage.peer({ name: 'bob', url, answer: 'accept' });
  await connect(alice, bob, 'bob');

  await server.stop();
  for (const page of [alice, bob]) await seen(page, 'signalbox reconnecting');
  await mediaArrives(alice, bob);
  await renegotiated(alice, () => stage.anotherServer({ port: server.port }));
  for (const page of [alice, bob]) await signalboxIsOpen(page);
  await mediaArrives(alice, bob);
  await bob.evaluate(() => globalThis.call.hangUp('bye'));
  await seen(alice, 'ended bye');
});

test('an unanswered call rings on while its caller has no server', async () => {
  const proxy = await stage.proxy();
  const alice = await stage.peer({ name: 'alice', url: proxy.webSocketUrl });
  const bob = await stage.peer({ name: 'bob' });
  await call(alice, 'bob');
  await state(bob, 'ringing');

  proxy.refuse();
  proxy.cut();
  await seen(alice, 'signalbox reconnecting');
  await bob.evaluate(() => globalThis.call.accept(stream));
  proxy.accept();
  await mediaArrives(alice, bob);
  assert.deepEqual(await bob.evaluate(() => events.filter((e) => /^(ended|error)/.test(e))), []);
});

test('without resume, an unanswered call rings again after its caller came back', async () => {
  const proxy = await stage.proxy(await stage.anotherServer(forgetful));
  const alice = await stage.peer({ name: 'alice', url: proxy.webSocketUrl });
  const bob = await stage.peer({ name: 'bob', url: proxy.serverUrl });
  await call(alice, 'bob');
  await state(bob, 'ringing');

  proxy.cut();
  await seen(bob, 'ended gone');
  await signalboxIsOpen(alice);
  await state(bob, 'ringing');
  await bob.evaluate(() => globalThis.call.accept(stream));
  await mediaArrives(alice, bob);
});

test('a call made while the server is away rings once it is back', async () => {
  const proxy = await stage.proxy();
  const alice = await stage.peer({ name: 'alice', url: proxy.webSocketUrl });
  const bob = await stage.peer({ name: 'bob', answer: 'accept' });

  proxy.refuse();
  proxy.cut();
  await seen(alice, 'signalbox reconnecting');
  await call(alice, 'bob');
  proxy.accept();
  await state(bob, 'connected');
  await mediaArrives(alice, bob);
});

test('without resume, a client gets its name back once the server lets go of it', async () => {
  const proxy = await stage.proxy(await stage.anotherServer(forgetful));
  const alice = await stage.peer({ name: 'alice', url: proxy.webSocketUrl });

  proxy.abandon(); // The server hasn't noticed yet, so the name is taken.
  await seen(alice, 'signalbox reconnecting');
  await proxy.attempted(3);
  assert.equal(await alice.evaluate(() => signalbox.state), 'reconnecting');
  proxy.dropAbandoned();
  await signalboxIsOpen(alice);
  assert.equal(await alice.evaluate(() => signalbox.username), 'alice');
  assert.deepEqual(await alice.evaluate(() => events.filter((e) => e.includes('error'))), []);
});

test('a name that someone else has taken meanwhile is given up in the end', async () => {
  const proxy = await stage.proxy(await stage.anotherServer(forgetful));
  const alice = await stage.peer({ name: 'alice', url: proxy.webSocketUrl });
  proxy.refuse();
  proxy.cut();
  await seen(alice, 'signalbox reconnecting');
  await alice.clock.install();
  await stage.peer({ name: 'alice', url: proxy.serverUrl });

  proxy.accept();
  await alice.clock.fastForward('02:00');
  await seen(alice, 'signalbox error username_taken');
  assert.equal(await alice.evaluate(() => signalbox.state), 'closed');
  assert.equal(await alice.evaluate(() => signalbox.username), null);
  await alice.evaluate(() => signalbox.login('alice the second'));
});

test('a browser that is online again reconnects at once', async () => {
  const proxy = await stage.proxy();
  const alice = await stage.peer({ name: 'alice', url: proxy.webSocketUrl });

  // With the page's clock stopped, no wait of its own can end.
  await alice.clock.install();
  await alice.clock.pauseAt(Date.now() + 60_000);
  proxy.cut();
  await seen(alice, 'signalbox reconnecting');
  await alice.evaluate(() => { dispatchEvent(new Event('online')); });
  await alice.waitForFunction(() => signalbox.state === 'open', null, { polling: 50 });
});

test('close() hangs up, frees the name and stays closed', async () => {
  const alice = await stage.peer({ name: 'alice' });
  const bob = await stage.peer({ name: 'bob', answer: 'accept' });
  await connect(alice, bob, 'bob');

  await alice.evaluate(() => signalbox.close());
  await seen(bob, 'ended hangup');
  assert.equal(await alice.evaluate(() => signalbox.state), 'closed');
  assert.equal(await alice.evaluate(() => signalbox.username), null);
  await bob.evaluate(() => { signalbox.close(); return signalbox.login('alice'); });
  assert.equal(await bob.evaluate(() => signalbox.username), 'alice');
});

test("without reconnect, a lost connection closes the client and keeps the call's media",
  async () => {
    const proxy = await stage.proxy();
    const alice = await stage.peer({});
    const bob = await stage.peer({ name: 'bob', answer: 'accept' });
    await alice.evaluate(async (url) => {
      globalThis.signalbox = new library.Signalbox(url, { reconnect: false });
      await signalbox.login('alice');
    }, proxy.webSocketUrl);
    await connect(alice, bob, 'bob');

    proxy.cut();
    await alice.waitForFunction(() => signalbox.state === 'closed');
    await mediaArrives(alice, bob);
    await renegotiated(alice, () => alice.evaluate(() => signalbox.login('alice')));
    await alice.evaluate(() => globalThis.call.hangUp());
    await seen(bob, 'ended hangup');
    });
