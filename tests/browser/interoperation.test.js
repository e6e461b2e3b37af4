// SPDX-License-Identifier: MIT

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { call, mediaArrives, seen, setStage, state } from './support/stage.js';

const stage = setStage();

test('the library calls a tutorial client', async () => {
  const alice = await stage.peer({ name: 'alice' });
  const bob = await stage.tutorial('bob');

  await call(alice, 'bob');
  await state(alice, 'connected');
  await mediaArrives(alice, bob);
  await alice.evaluate(() => globalThis.call.hangUp());
  await seen(bob, 'close hangup');
});

test('a tutorial client calls the library', async () => {
  const alice = await stage.peer({ name: 'alice', answer: 'accept' });
  const bob = await stage.tutorial('bob');

  await bob.evaluate(() => callUser('alice'));
  await state(alice, 'connected');
  await mediaArrives(alice, bob);
  await bob.evaluate(() => hangUp());
  await seen(alice, 'ended hangup');

  // And again, on the connections they still have.
  await bob.evaluate(() => callUser('alice'));
  await alice.waitForFunction(() => events.filter((e) => e === 'state connected').length === 2);
  await mediaArrives(alice, bob);
});

test('the library renegotiates with a tutorial client', async () => {
  const alice = await stage.peer({ name: 'alice', answer: 'accept' });
  const bob = await stage.tutorial('bob');
  await bob.evaluate(() => callUser('alice'));
  await state(alice, 'connected');

  await alice.evaluate(() => {
    globalThis.call.connection.addTrack(stream.getVideoTracks()[0].clone(), new MediaStream());
    globalThis.call.restartIce();
  });
  await alice.waitForFunction(() => globalThis.call.connection.signalingState === 'stable' &&
    globalThis.call.connection.getTransceivers().filter(
      ({ currentDirection }) => currentDirection?.startsWith('send')).length === 3);
  await mediaArrives(alice, bob);
});

test('a tutorial client that leaves ends the call', async () => {
  const alice = await stage.peer({ name: 'alice', answer: 'accept' });
  const bob = await stage.tutorial('bob');
  await bob.evaluate(() => callUser('alice'));
  await state(alice, 'connected');

  await bob.close();
  await seen(alice, 'ended gone');
});

test('two tutorial clients call each other', async () => {
  const alice = await stage.tutorial('alice');
  const bob = await stage.tutorial('bob');

  await alice.evaluate(() => callUser('bob'));
  await mediaArrives(alice, bob);
  await bob.evaluate(() => hangUp());
  await seen(alice, 'close undefined');
  assert.deepEqual(await bob.evaluate(() => events), ['close my own']);
});
