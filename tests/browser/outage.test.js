// SPDX-License-Identifier: MIT

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { test } from 'node:test';
import { networkFailed } from './support/browser.js';
import { connect, mediaArrives, setStage, state } from './support/stage.js';

const stage = setStage({ except: networkFailed });

/** @param {'up' | 'down'} how */
const network = (how) => execFileSync('ip', ['link', 'set', 'lo', how]);

test('a call whose network is gone until ICE gives up comes back by itself', async (context) => {
  context.after(() => network('up'));
  const alice = await stage.peer({ name: 'alice' });
  const bob = await stage.peer({ name: 'bob', answer: 'accept' });
  // ICE takes 16 seconds to fail, and TCP its time to try again afterwards.
  for (const page of [alice, bob]) page.setDefaultTimeout(60_000);
  await connect(alice, bob, 'bob');

  network('down');
  for (const page of [alice, bob]) await state(page, 'failed');
  network('up');
  for (const page of [alice, bob]) await state(page, 'connected');
  await mediaArrives(alice, bob);
  for (const page of [alice, bob]) {
    assert.deepEqual(await page.evaluate(() => events.filter((e) => /error|ended/.test(e))), []);
  }
});
