// SPDX-License-Identifier: MIT

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { call, connect, mediaArrives, seen, setStage, state } from './support/stage.js';

const stage = setStage();

/** Alice, who calls, and Bob, who accepts. */
async function aliceAndBob() {
  const alice = await stage.peer({ name: 'alice' });
  const bob = await stage.peer({ name: 'bob', answer: 'accept' });
  await connect(alice, bob, 'bob');
  return [alice, bob];
}

/** @param {import('playwright-core').Page} page */
const addVideo = (page) => page.evaluate(() => {
  globalThis.sender = globalThis.call.connection.addTrack(
    stream.getVideoTracks()[0].clone(), new MediaStream());
});

/**
 * @param {import('playwright-core').Page} page
 * @param {number} count
 */
const videoTracks = (page, count) => page.waitForFunction((wanted) =>
  events.filter((event) => event === 'track video').length === wanted, count);

/** @param {import('playwright-core').Page} page */
const noErrors = async (page) => assert.deepEqual(
  await page.evaluate(() => events.filter((e) => /^(error|ended|signalbox error)/.test(e))), []);

test('a track that is added during the call arrives, and leaves again', async () => {
  for (const [from, to] of [[0, 1], [1, 0]]) {
    const pages = await aliceAndBob();
    await addVideo(pages[from]);
    await videoTracks(pages[to], 2);
    await mediaArrives(...pages);
    await pages[from].evaluate(() => {
      globalThis.call.connection.removeTrack(globalThis.sender);
    });
    await pages[to].waitForFunction(() => globalThis.call.connection.getReceivers()
      .some(({ track }) => track.kind === 'video' && track.muted));
    for (const page of pages) await noErrors(page);
    await pages[0].evaluate(() => signalbox.close());
    await pages[1].evaluate(() => signalbox.close());
  }
});

test('both sides may add tracks at the same moment', async () => {
  const proxy = await stage.proxy();
  const url = proxy.webSocketUrl;
  const alice = await stage.peer({ name: 'alice', url });
  const bob = await stage.peer({ name: 'bob', url, answer: 'accept' });
  await connect(alice, bob, 'bob');

  proxy.hold();
  for (const page of [alice, bob]) {
    await addVideo(page);
    await page.waitForFunction(
      () => globalThis.call.connection.signalingState === 'have-local-offer');
  }
  proxy.release();
  for (const page of [alice, bob]) {
    await videoTracks(page, 2);
    await noErrors(page);
  }
  await mediaArrives(alice, bob);
});

/** What Chromium shows now and then: its first candidates come later than the other's offer. */
const candidatesAreHeld = () => {
  const { addEventListener } = RTCPeerConnection.prototype;
  const free = new Promise((resolve) => { globalThis.freeCandidates = resolve; });
  RTCPeerConnection.prototype.addEventListener = function listen(type, listener, options) {
    const late = async (event) => { await free; listener(event); };
    const hears = type === 'icecandidate' ? late : listener;
    addEventListener.call(this, type, hears, options);
  };
};

test('an offer is not rolled back before the browser has found a candidate', async () => {
  const proxy = await stage.proxy();
  const alice = await stage.peer({ name: 'alice', url: proxy.webSocketUrl });
  const bob = await stage.peer({ name: 'bob' });
  await alice.evaluate(candidatesAreHeld);
  proxy.hold();
  await call(bob, 'alice');
  await call(alice, 'bob');
  await alice.waitForFunction(
    () => globalThis.call.connection.signalingState === 'have-local-offer');
  await alice.evaluate(() => {
    const { connection } = globalThis.call;
    connection.setRemoteDescription = (description) => {
      events.push(`set ${description.type}`);
      return RTCPeerConnection.prototype.setRemoteDescription.call(connection, description);
    };
    signalbox.addEventListener('message', () => {
      events.push('candidates');
      globalThis.freeCandidates();
    });
  });
  await bob.evaluate(() => signalbox.send('alice', 'that was my offer'));
  proxy.release();

  await mediaArrives(alice, bob);
  const steps = await alice.evaluate(() => events.filter((e) => /^(set|candidates)/.test(e)));
  assert.deepEqual(steps, ['candidates', 'set offer']);
  for (const page of [alice, bob]) await noErrors(page);
});

test('a storm of changes on both sides settles', async () => {
  const pages = await aliceAndBob();
  for (let round = 0; round < 5; round += 1) {
    await Promise.all(pages.map(addVideo));
    await Promise.all(pages.map((page) => page.evaluate(() => globalThis.call.restartIce())));
  }
  for (const page of pages) {
    await videoTracks(page, 6);
    await page.waitForFunction(() => globalThis.call.connection.signalingState === 'stable');
    await noErrors(page);
  }
  await mediaArrives(...pages);
});

test('a data channel made by the caller, and one made later by the called', async () => {
  const alice = await stage.peer({ name: 'alice' });
  const bob = await stage.peer({ name: 'bob' });

  await alice.evaluate(() => {
    useChannel(watch(signalbox.call('bob')).createDataChannel('chat'));
  });
  await state(bob, 'ringing');
  await bob.evaluate(() => globalThis.call.accept());
  await bob.waitForFunction(() => globalThis.channel?.readyState === 'open');
  await bob.evaluate(() => globalThis.channel.send('hello'));
  await seen(alice, 'message hello');
  await alice.evaluate(() => globalThis.channel.send('hello yourself'));
  await seen(bob, 'message hello yourself');
  // Nothing but data was asked for.
  assert.equal(
    await alice.evaluate(() => globalThis.call.connection.getTransceivers().length), 0);

  await bob.evaluate(() => useChannel(globalThis.call.createDataChannel('more')));
  await bob.waitForFunction(() => globalThis.channel.readyState === 'open');
  await alice.waitForFunction(() => globalThis.channel.label === 'more');
  await alice.evaluate(() => globalThis.channel.send('one more'));
  await seen(bob, 'message one more');
});

test('an ICE restart takes new credentials and keeps the media', async () => {
  const [alice, bob] = await aliceAndBob();
  const credentials = () => globalThis.call.connection.currentRemoteDescription.sdp
    .match(/a=ice-ufrag:(.*)\r/)[1];
  for (const page of [alice, bob]) {
    const before = await page.evaluate(credentials);
    await (page === alice ? bob : alice).evaluate(() => globalThis.call.restartIce());
    await page.waitForFunction((old) => globalThis.call.connection.currentRemoteDescription.sdp
      .match(/a=ice-ufrag:(.*)\r/)[1] !== old, before);
  }
  await mediaArrives(alice, bob);
  for (const page of [alice, bob]) {
    await state(page, 'connected');
    await noErrors(page);
  }
});

test('what is added before accepting is part of the answer', async () => {
  const alice = await stage.peer({ name: 'alice' });
  const bob = await stage.peer({ name: 'bob' });
  await call(alice, 'bob');
  await state(bob, 'ringing');
  await bob.evaluate(() => {
    for (const track of stream.getTracks()) globalThis.call.connection.addTrack(track, stream);
  });
  // An offer from a call that hasn't been accepted would make this a glare.
  assert.equal(await alice.evaluate(() => globalThis.call.state), 'ringing');
  await bob.evaluate(() => globalThis.call.accept());
  await mediaArrives(alice, bob);
  assert.deepEqual(await alice.evaluate(() => events.filter((e) => e.startsWith('state'))),
    ['state connecting', 'state connected']);
});

test('an offer that no browser accepts ends the call with an error', async () => {
  const alice = await stage.peer({ name: 'alice' });
  const mallory = await stage.tutorial('mallory');
  await mallory.evaluate(() => {
    send({ type: 'offer', otherUsername: 'alice', offer: { type: 'offer', sdp: 'nonsense' } });
  });
  await state(alice, 'ringing');
  await alice.evaluate(() => globalThis.call.accept(stream));
  await seen(alice, 'ended failed');
  await seen(alice, 'error negotiation_failed');
  await seen(mallory, 'close failed');

  await mallory.evaluate(() => {
    send({ type: 'offer', otherUsername: 'alice', offer: 'nonsense' });
    send({ type: 'answer', otherUsername: 'alice', answer: 1 });
    send({ type: 'candidate', otherUsername: 'alice', candidate: null });
  });
  await seen(alice, 'signalbox error invalid_message');
});
