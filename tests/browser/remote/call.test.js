// SPDX-License-Identifier: MIT
//
// A call on the page of a server that runs already, over its TURN server alone. run.sh takes, from
// tests/packaging/five_minutes_test.py:
//   SIGNALBOX_NAME, SIGNALBOX_ADDRESS   the server's, which no DNS has to know
//   SIGNALBOX_KEY_HASH                  of the certificate's key, which no authority has to vouch for

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { startBrowser } from '../support/browser.js';
import { loggedIn, notice, seesMovingPicture, talk } from '../support/demo.js';

const { SIGNALBOX_NAME: name, SIGNALBOX_ADDRESS: address, SIGNALBOX_KEY_HASH: hash } = process.env;

/** Runs in the page, before the page's own. */
const relaysAlone = `
  const relay = (configuration) => ({ ...configuration, iceTransportPolicy: 'relay' });
  const Original = RTCPeerConnection;
  RTCPeerConnection = class extends Original {
    constructor(configuration) {
      super(relay(configuration));
      globalThis.connection = this;
    }
    setConfiguration(configuration) { super.setConfiguration(relay(configuration)); }
  };`;

/** @param {import('playwright-core').Page} page */
const pathUsed = (page) => page.evaluate(async () => {
  const reports = await globalThis.connection.getStats();
  const { selectedCandidatePairId } = [...reports.values()].find((r) => r.type === 'transport');
  const pair = reports.get(selectedCandidatePairId);
  return [pair.localCandidateId, pair.remoteCandidateId].map((id) => reports.get(id).candidateType);
});

test('two people call each other on the page, over relays alone', async (context) => {
  const browser = await startBrowser({ moreFlags: [
    `--host-resolver-rules=MAP ${name} ${address}`, `--ignore-certificate-errors-spki-list=${hash}`] });
  context.after(() => browser.stop());
  const stage = { browser, server: { origin: `https://${name}` } };
  const alice = await loggedIn(stage, 'alice', { script: relaysAlone });
  const bob = await loggedIn(stage, 'bob', { script: relaysAlone });

  await talk(alice, bob, 'bob');

  await Promise.all([seesMovingPicture(alice), seesMovingPicture(bob)]);
  for (const page of [alice, bob]) assert.deepEqual(await pathUsed(page), ['relay', 'relay']);
  await alice.click('#hang-up');
  await notice(bob, 'alice hung up.');
  await browser.finish();
});
