// SPDX-License-Identifier: MIT
//
// What a person does during a video call while the server, or the way to it, is in trouble.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { webSocketFailed } from './support/browser.js';
import {
  callsAreUntouched, hears, inCall, isOpen, send, sharesAnotherTrack,
} from './support/live_call.js';
import { mediaArrives, seen, setStage } from './support/stage.js';

/** @typedef {import('playwright-core').Page} Page */

const stage = setStage({ except: webSocketFailed });

/** How often the server asks its clients whether they are there, in the tests that outlast it. */
const impatient = { options: ['--ping-interval', '300ms'] };

/** The browser answers this many pings of the server before a test goes on. */
const PINGS = 5;

/**
 * Shares a screen, which is a canvas here, in the place of the camera and as a second picture, and
 * mutes the microphone. Only the second picture and the mute have to be negotiated.
 *
 * @param {Page} page
 */
function sharesScreenAndMutes(page) {
  return page.evaluate(() => {
    const canvas = Object.assign(document.createElement('canvas'), { width: 160, height: 120 });
    const paint = canvas.getContext('2d');
    let hue = 0;
    setInterval(() => {
      paint.fillStyle = `hsl(${hue += 10} 100% 50%)`;
      paint.fillRect(0, 0, canvas.width, canvas.height);
    }, 40);
    const screen = canvas.captureStream(25);
    const { connection } = globalThis.call;
    const [track] = screen.getVideoTracks();
    const sender = (kind) => connection.getSenders().find((each) => each.track?.kind === kind);
    sender('video').replaceTrack(track);
    connection.addTrack(track.clone(), screen);
    connection.getTransceivers().find((each) => each.sender === sender('audio')).direction =
      'recvonly';
  });
}

/** @param {Page} page */
function unmutes(page) {
  return page.evaluate(() => {
    globalThis.call.connection.getTransceivers()
      .find(({ sender }) => sender.track?.kind === 'audio').direction = 'sendrecv';
  });
}

/** @param {Page} page */
function hearsNothing(page) {
  return page.waitForFunction(() => globalThis.call.connection.getReceivers()
    .some(({ track }) => track.kind === 'audio' && track.muted));
}

/**
 * Waits until every picture that a page is sent moves, and has the size of the shared screen.
 *
 * @param {Page} page
 * @param {number} pictures
 */
function seesScreens(page, pictures) {
  return page.evaluate(async (count) => {
    const screens = async () => [...(await globalThis.call.connection.getStats()).values()]
      .filter((each) => each.type === 'inbound-rtp' && each.frameWidth === 160);
    const frames = new Map((await screens()).map((each) => [each.id, each.framesDecoded]));
    for (;;) {
      const moved = (await screens())
        .filter((each) => each.framesDecoded >= (frames.get(each.id) ?? 0) + 5);
      if (moved.length === count) return;
      await new Promise((resolve) => { setTimeout(resolve, 50); });
    }
  }, pictures);
}

test('a screen that is shared and a microphone that is muted without a server are so with it',
  async () => {
    const proxy = await stage.proxy();
    const { alice, bob } = await inCall(stage, proxy);
    proxy.refuse();
    proxy.cut();
    await seen(alice, 'signalbox reconnecting');

    await sharesScreenAndMutes(alice);
    await seesScreens(bob, 1); // The one that nobody has to negotiate.
    proxy.accept();

    await isOpen(alice);
    await seesScreens(bob, 2);
    await hearsNothing(bob);
    await unmutes(alice);
    await sharesAnotherTrack(bob, alice);
    await callsAreUntouched(alice, bob);
  });

test('a server that drains hands its clients, and their calls, to the one in its place',
  async () => {
    const server = await stage.anotherServer({ options: ['--drain-time', '2s'] });
    const { alice, bob } = await inCall(stage, await stage.proxy(server));
    // A client that stays although it was told to go.
    await alice.evaluate((url) => {
      const socket = new WebSocket(url);
      socket.addEventListener('close', ({ code }) => { globalThis.closeCode = code; });
      return new Promise((resolve) => { socket.addEventListener('open', resolve); });
    }, server.webSocketUrl);

    const drained = server.drain();
    for (const page of [alice, bob]) await seen(page, 'signalbox reconnecting');
    await mediaArrives(alice, bob);
    assert.equal(await drained, 0);
    await stage.anotherServer({ port: server.port });

    for (const page of [alice, bob]) await seen(page, 'login false');
    assert.equal(await alice.evaluate(() => globalThis.closeCode), 1012);
    await mediaArrives(alice, bob);
    await sharesScreenAndMutes(alice);
    await seesScreens(bob, 2);
    await send(bob, 'alice', [1, 2]);
    await hears(alice, [1, 2]);
    await callsAreUntouched(alice, bob);
  });

test('a page that is frozen hears everything when it wakes up, and its call goes on', async () => {
  const proxy = await stage.proxy(await stage.anotherServer(impatient));
  const { alice, bob } = await inCall(stage, proxy);
  const devtools = await alice.context().newCDPSession(alice);

  await devtools.send('Page.setWebLifecycleState', { state: 'frozen' });
  await send(bob, 'alice', [1, 2, 3]);
  await proxy.sent(PINGS);
  await devtools.send('Page.setWebLifecycleState', { state: 'active' });

  await hears(alice, [1, 2, 3]);
  await sharesAnotherTrack(alice, bob);
  await sharesAnotherTrack(bob, alice);
  await callsAreUntouched(alice, bob);
});

test('a page that gets a twentieth of the processor keeps its call and its session', async () => {
  const proxy = await stage.proxy(await stage.anotherServer(impatient));
  const { alice, bob } = await inCall(stage, proxy);
  const devtools = await alice.context().newCDPSession(alice);

  await devtools.send('Emulation.setCPUThrottlingRate', { rate: 20 });
  await send(bob, 'alice', [1, 2, 3]);
  await proxy.sent(PINGS);
  await sharesAnotherTrack(bob, alice);
  await hears(alice, [1, 2, 3]);
  assert.equal(await alice.evaluate(() => signalbox.state), 'open');
  await devtools.send('Emulation.setCPUThrottlingRate', { rate: 1 });
  await callsAreUntouched(alice, bob);
});

test('an application hears what could not be kept, and what may not have arrived', async () => {
  const server = await stage.anotherServer();
  const proxy = await stage.proxy(server);
  const { alice, bob } = await inCall(stage, proxy);
  proxy.freeze();
  await send(alice, 'bob', [1, 2]); // Written, and lost on the way.
  proxy.refuse();
  assert.equal(await alice.evaluate(() => {
    try {
      for (;;) signalbox.send('bob', 'more');
    } catch (error) { return error.code; }
  }), 'queue_full');
  await server.kill();
  await stage.anotherServer({ port: server.port });
  proxy.accept();

  await seen(alice, 'signalbox error undelivered');
  await mediaArrives(alice, bob);
});
