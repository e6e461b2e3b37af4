// SPDX-License-Identifier: MIT

import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  accept, arrivingKinds, connected, dial, loggedIn, notice, openDemo, seesMovingPicture, talk,
} from './support/demo.js';
import { setStage } from './support/stage.js';

const stage = setStage();

const noCamera = `
  const ask = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices);
  navigator.mediaDevices.getUserMedia = async (constraints) => {
    if (constraints.video) throw new DOMException('none', 'NotFoundError');
    return ask(constraints);
  };`;
const allRefused = `
  navigator.mediaDevices.getUserMedia = async () => {
    throw new DOMException('no', 'NotAllowedError');
  };`;
const notSecure = `
  Object.defineProperty(Navigator.prototype, 'mediaDevices', { get: () => undefined });`;
const noSoundBeforeTouch = `
  const play = HTMLMediaElement.prototype.play;
  HTMLMediaElement.prototype.play = async function () {
    if (!this.muted && !window.touched) throw new DOMException('touch me', 'NotAllowedError');
    return play.call(this);
  };
  addEventListener('click', ({ target }) => {
    if (target.closest('#tap-to-hear')) window.touched = true;
  }, true);`;
const paintedScreen = `
  navigator.mediaDevices.getDisplayMedia = async () => {
    const canvas = Object.assign(document.createElement('canvas'), { width: 800, height: 600 });
    const pen = canvas.getContext('2d');
    setInterval(() => {
      pen.fillStyle = 'hsl(' + (Date.now() / 10) % 360 + ' 80% 50%)';
      pen.fillRect(0, 0, 800, 600);
    }, 50);
    return canvas.captureStream(20);
  };`;

test('mute and camera off stop what the tracks carry, and the other side is told', async () => {
  const alice = await loggedIn(stage, 'alice', { script: rememberTracks });
  const bob = await loggedIn(stage, 'bob');
  await talk(alice, bob, 'bob');
  await seesMovingPicture(bob);

  await alice.click('#mute');
  await alice.click('#camera');
  assert.deepEqual(await alice.evaluate(enabledTracks), { audio: false, video: false });
  await bob.waitForSelector('#remote-muted:not([hidden])');
  await bob.waitForSelector('#stage[data-picture="off"]');
  assert.match(await bob.innerText('#call-phase'), /alice is here without a picture/);

  await alice.click('#mute');
  await alice.click('#camera');
  assert.deepEqual(await alice.evaluate(enabledTracks), { audio: true, video: true });
  await bob.waitForSelector('#remote-muted', { state: 'hidden' });
  await seesMovingPicture(bob);
});

test('a refused camera makes it a voice call that still shows the other side', async () => {
  const alice = await loggedIn(stage, 'alice', { script: refuseCamera });
  const bob = await loggedIn(stage, 'bob');
  await dial(alice, 'bob');
  await accept(bob);
  await seesMovingPicture(alice);
  assert.deepEqual(await arrivingKinds(alice), ['audio', 'video']);
  assert.match(await notice(alice, 'The browser may not use the camera.'), /address bar/);
  assert.equal(await alice.innerText('#camera .key__label'), 'Add camera');
  await bob.waitForSelector('#stage[data-picture="off"]');
});

test('without a camera the call goes on by voice, and a camera can be added later', async () => {
  const alice = await loggedIn(stage, 'alice', { script: noCamera });
  const bob = await loggedIn(stage, 'bob');
  await dial(alice, 'bob');
  await accept(bob);
  await seesMovingPicture(alice);
  await notice(alice, 'No camera found.');
  await bob.waitForSelector('#stage[data-picture="off"]');

  await alice.click('#camera');
  await notice(alice, 'No camera found.');
  await alice.evaluate(() => { Reflect.deleteProperty(navigator.mediaDevices, 'getUserMedia'); });
  await alice.click('#camera');
  await seesMovingPicture(bob);
  assert.equal(await alice.innerText('#camera .key__label'), 'Camera off');
});

test('who refuses both is asked, and may only listen', async () => {
  const alice = await loggedIn(stage, 'alice', { script: allRefused });
  const bob = await loggedIn(stage, 'bob');
  await dial(alice, 'bob');
  await alice.waitForSelector('#ask[open]');
  assert.match(await alice.innerText('#ask'), /may not use camera and microphone/);
  await alice.click('#ask-no');
  await alice.waitForSelector('#lobby:not([hidden])');

  await dial(alice, 'bob');
  await alice.click('#ask-yes');
  await accept(bob);
  await seesMovingPicture(alice);
  assert.deepEqual(await arrivingKinds(alice), ['audio', 'video']);
  assert.equal(await alice.isDisabled('#mute'), true);
});

test('who has no devices can answer, and a caller who gives up takes the question back', async () => {
  const alice = await loggedIn(stage, 'alice');
  const bob = await loggedIn(stage, 'bob', { script: allRefused });
  await dial(alice, 'bob');
  await accept(bob);
  await bob.waitForSelector('#ask[open]');
  await bob.click('#ask-no');
  await bob.waitForSelector('#ring[open]');
  await bob.click('#accept');
  await bob.waitForSelector('#ask[open]');
  await alice.click('#hang-up');
  await notice(bob, 'alice is not ringing any more.');
  assert.equal(await bob.locator('#ask[open]').count(), 0);

  await dial(alice, 'bob');
  await accept(bob);
  await bob.click('#ask-yes');
  await seesMovingPicture(bob);
});

test('an address that is not secure is explained at once, and still receives', async () => {
  const alice = await openDemo(stage, { script: notSecure });
  assert.match(await notice(alice, 'This address is not secure'), /https.*localhost/s);
  await alice.fill('#login-name', 'alice');
  await alice.click('#login-submit');
  const bob = await loggedIn(stage, 'bob');
  await dial(alice, 'bob');
  await alice.click('#ask-yes');
  await accept(bob);
  await seesMovingPicture(alice);
});

test('a voice call has no picture until somebody adds one', async () => {
  const alice = await loggedIn(stage, 'alice');
  const bob = await loggedIn(stage, 'bob');
  await alice.fill('#call-name-input', 'bob');
  await alice.click('#call-voice');
  await bob.waitForSelector('#ring[open]');
  await bob.click('#accept-voice');
  await Promise.all([connected(alice), connected(bob)]);
  assert.equal(await alice.getAttribute('#stage', 'data-picture'), 'off');
  await bob.click('#camera');
  await seesMovingPicture(alice);
});

test('a browser that wants a touch before sound gets a key for it', async () => {
  const alice = await loggedIn(stage, 'alice', { script: noSoundBeforeTouch });
  const bob = await loggedIn(stage, 'bob');
  await talk(alice, bob, 'bob');
  await alice.waitForSelector('#tap-to-hear:not([hidden])');
  await seesMovingPicture(alice);
  await alice.click('#tap-to-hear');
  await alice.waitForSelector('#tap-to-hear', { state: 'hidden' });
  assert.equal(await alice.$eval('#remote-video', isMuted), false);
});

test('a shared screen takes the camera\'s place and gives it back', async () => {
  const alice = await loggedIn(stage, 'alice', { script: paintedScreen });
  const bob = await loggedIn(stage, 'bob');
  await talk(alice, bob, 'bob');
  await seesMovingPicture(bob);
  const shape = () => bob.$eval('#remote-video', ratio);
  const before = await shape();

  await alice.click('#screen');
  await bob.waitForFunction(isFourToThree);
  await bob.waitForSelector('#stage[data-fit="contain"]');
  assert.equal(await alice.innerText('#selfview-caption'), 'Your screen');
  await alice.click('#screen');
  await alice.waitForFunction(() => document.getElementById('selfview-caption')
    ?.textContent === 'You');
  await bob.waitForSelector('#stage[data-fit="cover"]');
  await seesMovingPicture(bob);
  assert.notEqual(before, 4 / 3);
});

const refuseCamera = noCamera.replace('NotFoundError', 'NotAllowedError');
const rememberTracks = `
  const ask = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices);
  navigator.mediaDevices.getUserMedia = async (constraints) => {
    window.given = await ask(constraints);
    return window.given;
  };`;

function enabledTracks() {
  const { given } = /** @type {{ given: MediaStream }} */ (/** @type {unknown} */ (window));
  return Object.fromEntries(given.getTracks().map(({ kind, enabled }) => [kind, enabled]));
}

function isFourToThree() {
  const video = /** @type {HTMLVideoElement} */ (document.getElementById('remote-video'));
  return Math.abs(video.videoWidth / video.videoHeight - 4 / 3) < 0.02;
}

/** @param {Element} video */
function ratio(video) {
  const { videoWidth, videoHeight } = /** @type {HTMLVideoElement} */ (video);
  return videoWidth / videoHeight;
}

/** @param {Element} video */
function isMuted(video) { return /** @type {HTMLVideoElement} */ (video).muted; }
