// SPDX-License-Identifier: MIT

import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  accept, arrivingKinds, connected, dial, focusedId, loggedIn, logIn, notice, openDemo,
  seesMovingPicture, talk,
} from './support/demo.js';
import { setStage } from './support/stage.js';

const stage = setStage();

test('two people call each other on the page, and both see a moving picture', async () => {
  const alice = await loggedIn(stage, 'alice');
  const bob = await loggedIn(stage, 'bob');

  await dial(alice, 'bob');
  await alice.waitForSelector('#call[data-phase="ringing"]');
  await bob.waitForSelector('#ring[open]');
  assert.match(await bob.title(), /alice is calling|Signalbox/);
  assert.equal(await bob.textContent('#ring-title'), 'alice is calling');
  await bob.click('#accept');

  await Promise.all([seesMovingPicture(alice), seesMovingPicture(bob)]);
  assert.deepEqual(await arrivingKinds(alice), ['audio', 'video']);
  assert.deepEqual(await arrivingKinds(bob), ['audio', 'video']);
  assert.equal(await alice.textContent('#lamp-signaling dd'), 'open');
  assert.match(await alice.textContent('#lamp-ice dd') ?? '', /connected|completed/);
  assert.equal(await alice.textContent('#lamp-connection dd'), 'connected');
  assert.equal(await alice.title(), 'bob · Signalbox');

  await alice.click('#hang-up');
  await notice(bob, 'alice hung up.');
  for (const page of [alice, bob]) {
    await page.waitForSelector('#lobby:not([hidden])');
    assert.equal(await page.textContent('#lamp-connection dd'), '–');
    assert.equal(await page.title(), 'Signalbox');
    assert.equal(await page.$eval('#local-video', isEmpty), true, 'the camera is given back');
  }
});

test('the call link asks for a name and then rings', async () => {
  const alice = await loggedIn(stage, 'alice');
  const link = await alice.inputValue('#call-link');
  assert.equal(link, `${stage.server.origin}/?call=alice`);
  assert.equal(await alice.getAttribute('#second-window', 'href'), link);

  const bob = await openDemo(stage, { path: '/?call=alice' });
  assert.equal(await bob.innerText('#login-title'), 'Call alice.');
  await bob.fill('#login-name', 'bob');
  await bob.press('#login-name', 'Enter');
  await accept(alice);
  await Promise.all([seesMovingPicture(alice), seesMovingPicture(bob)]);
  assert.equal(bob.url(), `${stage.server.origin}/`, 'a reload does not call again');
});

test('names with any letters go into the link and come out whole', async () => {
  const name = 'Zoë & <b>?/# 你好';
  const zoe = await loggedIn(stage, name);
  const link = new URL(await zoe.inputValue('#call-link'));
  const bob = await openDemo(stage, { path: link.pathname + link.search });
  assert.equal(await bob.innerText('#login-title'), `Call ${name}.`);
  await bob.fill('#login-name', 'bob');
  await bob.click('#login-submit');
  await zoe.waitForSelector('#ring[open]');
  await bob.click('#hang-up');
  await notice(zoe, 'bob called.');
});

test('the copied link is the call link', async () => {
  const alice = await loggedIn(stage, 'alice', {
    permissions: ['clipboard-read', 'clipboard-write'],
  });
  await alice.click('#copy-link');
  await alice.waitForFunction(() => document.getElementById('copy-link')?.innerText === 'Copied');
  assert.equal(await alice.evaluate(() => navigator.clipboard.readText()),
    await alice.inputValue('#call-link'));
});

test('declined, busy and not there are told apart', async () => {
  const alice = await loggedIn(stage, 'alice');
  const bob = await loggedIn(stage, 'bob');
  const carol = await loggedIn(stage, 'carol');

  await dial(alice, 'bob');
  await bob.waitForSelector('#ring[open]');
  await dial(carol, 'bob');
  await notice(carol, 'bob is in another call.');
  await bob.click('#decline');
  await notice(alice, 'bob declined.');
  await bob.waitForSelector('#ring:not([open])', { state: 'attached' });

  await dial(alice, 'ghost');
  const words = await notice(alice, 'Nobody named ghost is here now.');
  assert.match(words, /call link/);
  await alice.click('text=Call again');
  await notice(alice, 'Nobody named ghost is here now.');
});

test('who gives up leaves a word about the missed call', async () => {
  const alice = await loggedIn(stage, 'alice');
  const bob = await loggedIn(stage, 'bob');
  await dial(alice, 'bob');
  await bob.waitForSelector('#ring[open]');
  await alice.click('#hang-up');
  await notice(bob, 'alice called.');
  await bob.click('text=Call back');
  await accept(alice);
  await Promise.all([connected(alice), connected(bob)]);
});

test('two who call each other at the same moment are in one call', async () => {
  const alice = await loggedIn(stage, 'alice');
  const bob = await loggedIn(stage, 'bob');
  await alice.fill('#call-name-input', 'bob');
  await bob.fill('#call-name-input', 'alice');
  // Without waiting until a button is still and not covered, which takes as long as a call does.
  await Promise.all([alice, bob].map((page) => page.dispatchEvent('#call-video', 'click')));
  await Promise.all([seesMovingPicture(alice), seesMovingPicture(bob)]);
});

test('a taken name is told, and another one is let in', async () => {
  await loggedIn(stage, 'alice');
  const second = await openDemo(stage);
  await second.fill('#login-name', 'alice');
  await second.click('#login-submit');
  await second.waitForSelector('#login-error:not([hidden])');
  assert.match(await second.innerText('#login-error'), /alice already/);
  assert.equal(await focusedId(second), 'login-name');
  assert.equal(await second.getAttribute('#login-name', 'aria-invalid'), 'true');
  await logIn(second, 'alice two');
});

test('the page says what is wrong with a name before it asks the server', async () => {
  const page = await openDemo(stage);
  await page.press('#login-name', 'Enter');
  assert.equal(await page.innerText('#login-error'), 'Type a name first.');
  await page.fill('#login-name', 'ü'.repeat(65));
  await page.press('#login-name', 'Enter');
  assert.match(await page.innerText('#login-error'), /too long/);
  await logIn(page, 'alice');
  await dial(page, 'alice');
  assert.match(await page.innerText('#call-error'), /That is you/);
});

test('a reload keeps the name, ends the call and starts no new one', async () => {
  const alice = await loggedIn(stage, 'alice');
  const bob = await loggedIn(stage, 'bob');
  await talk(alice, bob, 'bob');
  await alice.reload({ waitUntil: 'domcontentloaded' });
  await alice.waitForSelector('#lobby:not([hidden])');
  assert.equal(await alice.textContent('#account-name'), 'alice');
  await notice(bob, 'alice has left.');
  await talk(bob, alice, 'alice');
});

test('who logs out can log in with another name', async () => {
  const alice = await loggedIn(stage, 'alice');
  await alice.click('#log-out');
  await alice.waitForSelector('#login:not([hidden])');
  assert.equal(await alice.textContent('#lamp-signaling dd'), 'closed');
  await alice.reload({ waitUntil: 'domcontentloaded' });
  assert.equal(await alice.inputValue('#login-name'), 'alice', 'proposed, not logged in');
  await logIn(alice, 'carol');
  assert.equal(await alice.textContent('#account-name'), 'carol');
});

test('a call needs no mouse', async () => {
  const alice = await openDemo(stage);
  const bob = await openDemo(stage);
  for (const [page, name] of /** @type {const} */ ([[alice, 'alice'], [bob, 'bob']])) {
    await page.waitForFunction(() => document.activeElement?.id === 'login-name');
    await page.keyboard.type(name);
    await page.keyboard.press('Enter');
    await page.waitForFunction(() => document.activeElement?.id === 'call-name-input');
  }
  await bob.keyboard.type('mchs ');
  await alice.keyboard.type('bob');
  await alice.keyboard.press('Enter');
  await bob.waitForSelector('#ring[open]');
  await bob.keyboard.type(' x');
  assert.equal(await focusedId(bob), 'ring-title', 'typing on does not answer by accident');
  for (let tab = 0; tab < 3; tab += 1) await bob.keyboard.press('Tab');
  assert.equal(await focusedId(bob), 'accept');
  await bob.keyboard.press('Enter');
  await Promise.all([connected(alice), connected(bob)]);

  assert.equal(await focusedId(alice), 'call');
  await alice.keyboard.press('m');
  assert.equal(await alice.getAttribute('#mute', 'aria-pressed'), 'true');
  await alice.keyboard.press('Control+c');
  assert.equal(await alice.getAttribute('#camera', 'aria-pressed'), 'false');
  await alice.keyboard.press('c');
  assert.equal(await alice.getAttribute('#camera', 'aria-pressed'), 'true');
  await bob.waitForSelector('#stage[data-picture="off"]');
  await alice.keyboard.press('h');
  await notice(bob, 'alice hung up.');
  await dial(bob, 'alice');
  await alice.waitForSelector('#ring[open]');
  await alice.keyboard.press('Escape');
  await notice(bob, 'alice declined.');
});

/** @param {Element} video */
function isEmpty(video) { return /** @type {HTMLVideoElement} */ (video).srcObject === null; }
