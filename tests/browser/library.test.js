// SPDX-License-Identifier: MIT

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { call, connect, mediaArrives, seen, setStage, state } from './support/stage.js';

const stage = setStage();

test('two pages see and hear each other, until one hangs up', async () => {
  const alice = await stage.peer({ name: 'alice' });
  const bob = await stage.peer({ name: 'bob', answer: 'accept' });

  await connect(alice, bob, 'bob');
  await mediaArrives(alice, bob);
  assert.deepEqual(await alice.evaluate(() => [...signalbox.calls.keys()]), ['bob']);
  assert.deepEqual(await bob.evaluate(() => [...signalbox.calls.keys()]), ['alice']);

  await alice.evaluate(() => globalThis.call.hangUp());
  await seen(bob, 'ended hangup');
  assert.deepEqual(await alice.evaluate(() => events), [
    'signalbox connecting', 'signalbox open', 'call outgoing bob ringing', 'state connecting',
    'track audio', 'track video', 'state connected', 'state ended', 'ended hangup']);
  for (const page of [alice, bob]) {
    assert.equal(await page.evaluate(() => signalbox.calls.size), 0);
    assert.equal(await page.evaluate(() => globalThis.call.connection.connectionState), 'closed');
    assert.equal(await page.evaluate(() => globalThis.call.endReason), 'hangup');
  }
});

test('an incoming call rings until it is accepted, and no candidate is lost', async () => {
  const alice = await stage.peer({ name: 'alice' });
  const bob = await stage.peer({ name: 'bob' });

  await call(alice, 'bob');
  await state(bob, 'ringing');
  await alice.waitForFunction(
    () => globalThis.call.connection.iceGatheringState === 'complete');
  assert.equal(await alice.evaluate(() => globalThis.call.state), 'ringing');
  await bob.evaluate(() => globalThis.call.accept(stream));
  await mediaArrives(alice, bob);
});

test('a declined call ends with the reason', async () => {
  const alice = await stage.peer({ name: 'alice' });
  const bob = await stage.peer({ name: 'bob' });

  await call(alice, 'bob');
  await state(bob, 'ringing');
  await bob.evaluate(() => globalThis.call.decline());
  await seen(alice, 'ended declined');

  await call(alice, 'bob');
  await state(bob, 'ringing');
  await bob.evaluate(() => globalThis.call.decline('busy'));
  await seen(alice, 'ended busy');
});

test('a caller may give up; accepting too late does nothing', async () => {
  const alice = await stage.peer({ name: 'alice' });
  const bob = await stage.peer({ name: 'bob' });

  await call(alice, 'bob');
  await state(bob, 'ringing');
  await alice.evaluate(() => globalThis.call.hangUp('never mind'));
  await seen(bob, 'ended never mind');
  await bob.evaluate(() => globalThis.call.accept(stream));
  assert.equal(await bob.evaluate(() => globalThis.call.state), 'ended');
});

test('calling a name that nobody has ends the call', async () => {
  const alice = await stage.peer({ name: 'alice' });

  await call(alice, 'ghost');
  await seen(alice, 'ended user_unavailable');
  assert.equal(await alice.evaluate(() => signalbox.calls.size), 0);
  assert.deepEqual(await alice.evaluate(() => events.filter((e) => e.includes('error'))), []);
});

test('a taken name is refused, and another one works on the same connection', async () => {
  await stage.peer({ name: 'alice' });
  const other = await stage.peer({});

  const code = await other.evaluate(() => signalbox.login('alice').catch((error) =>
    error instanceof library.SignalboxError && error.code));
  assert.equal(code, 'username_taken');
  assert.equal(await other.evaluate(() => signalbox.username), null);
  const answer = await other.evaluate(() => signalbox.login('bob'));
  assert.equal(answer.success, true);
  assert.equal(await other.evaluate(() => signalbox.username), 'bob');
  assert.deepEqual(await other.evaluate(() => events), ['signalbox connecting', 'signalbox open']);
});

test('the same names can call each other in two realms', async () => {
  /** @param {string} realm */
  const pair = (realm) => ['alice', 'bob'].map((name) => stage.peer(
    { name, url: `${stage.server.webSocketUrl}?realm=${realm}`, answer: 'accept' }));
  const [alice, bob, otherAlice, otherBob] =
    await Promise.all([...pair('shop'), ...pair('school')]);
  await connect(alice, bob, 'bob');
  assert.deepEqual(
    await otherBob.evaluate(() => events.filter((event) => event.startsWith('call'))), []);
  await connect(otherAlice, otherBob, 'bob');
  await mediaArrives(alice, bob);
  await mediaArrives(otherAlice, otherBob);
});

test('two people who call each other at the same moment are in one call', async () => {
  const proxy = await stage.proxy();
  const url = proxy.webSocketUrl;
  const alice = await stage.peer({ name: 'alice', url });
  const bob = await stage.peer({ name: 'bob', url });

  proxy.hold(); // Neither hears of the other's offer before both have made theirs.
  await call(alice, 'bob');
  await call(bob, 'alice');
  for (const page of [alice, bob]) {
    await page.waitForFunction(
      () => globalThis.call.connection.signalingState === 'have-local-offer');
  }
  proxy.release();
  await mediaArrives(alice, bob);

  for (const [page, other] of /** @type {const} */ ([[alice, 'bob'], [bob, 'alice']])) {
    await state(page, 'connected');
    assert.deepEqual(await page.evaluate(() => [...signalbox.calls.keys()]), [other]);
    assert.deepEqual(await page.evaluate(() => events.filter((e) => /^(call|ended|error)/.test(e))),
      [`call outgoing ${other} ringing`]);
  }
});

test('calling someone whose call is ringing accepts it', async () => {
  const alice = await stage.peer({ name: 'alice' });
  const bob = await stage.peer({ name: 'bob' });

  await call(alice, 'bob');
  await state(bob, 'ringing');
  assert.equal(await bob.evaluate(() => signalbox.call('alice', stream) === globalThis.call), true);
  await mediaArrives(alice, bob);
});

test('a call without a stream receives', async () => {
  const alice = await stage.peer({ name: 'alice' });
  const bob = await stage.peer({ name: 'bob', answer: 'accept' });

  await alice.evaluate(() => { watch(signalbox.call('bob')); });
  await mediaArrives(alice);
  assert.deepEqual(await bob.evaluate(() => received()), { video: 0, audio: 0 });
});

test('one page can be in several calls', async () => {
  const alice = await stage.peer({ name: 'alice', answer: 'accept' });
  const bob = await stage.peer({ name: 'bob' });
  const carol = await stage.peer({ name: 'carol' });

  await connect(bob, alice, 'alice');
  await connect(carol, alice, 'alice');
  await mediaArrives(bob, carol);
  await bob.evaluate(() => globalThis.call.hangUp());
  await alice.waitForFunction(() => signalbox.calls.size === 1);
  await mediaArrives(carol, alice);
});
