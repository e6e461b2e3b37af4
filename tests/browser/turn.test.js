// SPDX-License-Identifier: MIT

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { call, connect, mediaArrives, setStage } from './support/stage.js';
import { startTurnServer } from './support/turn_server.js';

const stage = setStage();
const turn = /** @type {Awaited<ReturnType<typeof startTurnServer>>} */ ({});

before(async () => { Object.assign(turn, await startTurnServer('north-by-northwest')); });
after(() => turn.stop?.());

/** A clock that is two days slow. The library lies in a folder of the machine's architecture. */
const twoDaysAgo = {
  LD_PRELOAD: '/usr/$LIB/faketime/libfaketime.so.1',
  FAKETIME: '-2d',
  FAKETIME_DONT_FAKE_MONOTONIC: '1',
};

/** @param {NodeJS.ProcessEnv} [environment] */
async function serverWithTurn(environment) {
  const options = ['--ice-server', turn.url, '--turn-secret-file', turn.secretFile];
  return stage.anotherServer({ options, environment });
}

/**
 * Alice, who calls, and Bob, who accepts: over nothing but relays.
 *
 * @param {{ origin: string }} server
 */
async function aliceAndBob({ origin: server }) {
  return [await stage.peer({ server, name: 'alice', paths: 'relay' }),
    await stage.peer({ server, name: 'bob', paths: 'relay', answer: 'accept' })];
}

/** @param {import('playwright-core').Page} page */
const candidateTypes = (page) => page.evaluate(async () => {
  const stats = await globalThis.call.connection.getStats();
  return [...stats.values()].filter(({ type }) => type === 'local-candidate')
    .map(({ candidateType }) => candidateType);
});

test('a call over a TURN server, with credentials made by this server', async () => {
  const [alice, bob] = await aliceAndBob(await serverWithTurn());
  await connect(alice, bob, 'bob');
  await mediaArrives(alice, bob);
  for (const page of [alice, bob]) {
    const types = await candidateTypes(page);
    assert.ok(types.length > 0 && types.every((type) => type === 'relay'), types.join());
  }
});

test('a live call has fresh credentials before the old ones expire', async () => {
  const server = await serverWithTurn();
  const { origin } = server;
  const bob = await stage.peer({ server: origin, name: 'bob', paths: 'relay', answer: 'accept' });
  const alice = await stage.peer({ server: origin, paths: 'relay' });
  await alice.evaluate(async () => {
    const { setTimeout: wait } = globalThis;
    globalThis.setTimeout = (action, ms, ...rest) => {
      // Half of a day.
      if (ms === 43_200_000) globalThis.renew = action;
      return wait(action, ms, ...rest);
    };
    await signalbox.login('alice');
  });
  await connect(alice, bob, 'bob');
  await alice.evaluate(() => new Promise((resolve) => {
    const { connection } = globalThis.call;
    connection.setConfiguration = (configuration) => {
      RTCPeerConnection.prototype.setConfiguration.call(connection, configuration);
      resolve(undefined);
    };
    globalThis.renew();
  }));
  const [{ username }] = await alice.evaluate(() => signalbox.iceServers);
  assert.match(username, /^\d+:alice$/);
  await alice.evaluate(() => globalThis.call.connection.restartIce());
  await mediaArrives(alice, bob);
});

test('a TURN server refuses credentials that have expired', async () => {
  const [alice] = await aliceAndBob(await serverWithTurn(twoDaysAgo));
  await alice.evaluate(() => {
    globalThis.refusals = [];
    const { RTCPeerConnection: Original } = globalThis;
    globalThis.RTCPeerConnection = class extends Original {
      constructor(...parameters) {
        super(...parameters);
        this.addEventListener('icecandidateerror', ({ errorCode }) => refusals.push(errorCode));
      }
    };
  });
  await call(alice, 'bob');
  await alice.waitForFunction(() => globalThis.refusals.includes(401));
  assert.deepEqual(await candidateTypes(alice), []);
});
