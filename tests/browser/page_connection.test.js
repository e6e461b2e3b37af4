// SPDX-License-Identifier: MIT

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { webSocketFailed } from './support/browser.js';
import { dial, loggedIn, notice, openDemo, seesMovingPicture, talk } from './support/demo.js';
import { Proxy } from './support/proxy.js';
import { setStage } from './support/stage.js';

const stage = setStage({ except: webSocketFailed });

/** Every ICE candidate of the other side points to a port where nobody is. */
const noWay = `
  const away = (text) => text.replace(/(udp|tcp) (\\d+) (\\S+) (\\d+) typ/gi,
    '$1 $2 127.0.0.1 9 typ');
  const { addIceCandidate, setRemoteDescription } = RTCPeerConnection.prototype;
  RTCPeerConnection.prototype.addIceCandidate = function (candidate) {
    return addIceCandidate.call(this, candidate
      && { ...candidate, candidate: away(candidate.candidate) });
  };
  RTCPeerConnection.prototype.setRemoteDescription = function ({ type, sdp }) {
    return setRemoteDescription.call(this, { type, sdp: away(sdp) });
  };`;

test('a lost server is told, the call goes on, and the page comes back by itself', async (t) => {
  const proxy = new Proxy(stage.server.port);
  await proxy.start();
  t.after(() => proxy.stop());
  const origin = new URL(proxy.webSocketUrl.replace('ws', 'http')).origin;
  const alice = await loggedIn(stage, 'alice', { origin });
  const bob = await loggedIn(stage, 'bob');
  await talk(alice, bob, 'bob');

  proxy.refuse();
  proxy.cut();
  assert.match(await notice(alice, 'The connection to the server is lost.'), /Your call goes on/);
  await alice.locator('#lamp-signaling dd', { hasText: /^reconnecting in \d+ s$/ }).waitFor();
  await Promise.all([seesMovingPicture(alice), seesMovingPicture(bob)]);

  proxy.accept();
  assert.match(await notice(alice, 'Connected again.'), /nothing was lost/);
  assert.equal(await alice.textContent('#lamp-signaling dd'), 'open');
  await Promise.all([seesMovingPicture(alice), seesMovingPicture(bob)]);
  await alice.click('#hang-up');
  await notice(bob, 'alice hung up.');
});

test('a server that is not there is told at the login', async (t) => {
  const proxy = new Proxy(stage.server.port);
  await proxy.start();
  t.after(() => proxy.stop());
  const origin = new URL(proxy.webSocketUrl.replace('ws', 'http')).origin;
  const alice = await openDemo(stage, { origin });
  await alice.waitForLoadState('networkidle');
  proxy.refuse();
  proxy.cut();
  await alice.fill('#login-name', 'alice');
  await alice.click('#login-submit');
  await alice.waitForSelector('#login-error:not([hidden])');
  assert.match(await alice.innerText('#login-error'), /can’t be reached/);
  proxy.accept();
  await alice.click('#login-submit');
  await alice.waitForSelector('#lobby:not([hidden])');
});

test('browsers that find no way to each other are told what the operator can do', async () => {
  const alice = await loggedIn(stage, 'alice', { script: noWay });
  const bob = await loggedIn(stage, 'bob', { script: noWay });
  await dial(alice, 'bob');
  await bob.waitForSelector('#ring[open]');
  await bob.click('#accept');
  for (const page of [alice, bob]) {
    const words = await notice(page, 'The two browsers found no way to each other.');
    assert.match(words, /--ice-server/);
  }
  await alice.locator('.notice').getByText('Hang up').click();
  await alice.waitForSelector('#lobby:not([hidden])');
  await notice(bob, 'alice is not ringing any more.');
});

test('who the operator has sent away is told, and so is who they talk to', async () => {
  const alice = await loggedIn(stage, 'alice');
  const bob = await loggedIn(stage, 'bob');
  await talk(alice, bob, 'bob');
  await fetch(`${stage.server.adminOrigin}/api/users/alice/kick`, { method: 'POST' });
  await notice(alice, 'The operator of the server has ended your session.');
  await notice(bob, 'The server ended the call.');
});
