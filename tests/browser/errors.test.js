// SPDX-License-Identifier: MIT

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { webSocketFailed } from './support/browser.js';
import { call, seen, setStage, state } from './support/stage.js';

const stage = setStage({ except: webSocketFailed });

/**
 * Runs a function in a page and returns the SignalboxError that it must end with.
 *
 * @param {import('playwright-core').Page} page
 * @param {(argument: string) => unknown} action
 * @param {string} [argument]
 */
async function failure(page, action, argument = '') {
  await page.evaluate(`globalThis.action = ${action}`);
  return page.evaluate(async (value) => {
    try {
      await globalThis.action(value);
      return { code: 'none', message: '' };
    } catch (error) {
      if (!(error instanceof library.SignalboxError)) throw error;
      return { code: error.code, message: error.message };
    }
  }, argument);
}

test('errors say what to do', async () => {
  const page = await stage.peer({});
  const cases = /** @type {[() => unknown, string, RegExp][]} */ ([
    [() => signalbox.call('bob'), 'not_logged_in', /await signalbox\.login/],
    [() => signalbox.login(''), 'username_invalid', /1 to 128 bytes/],
    [() => signalbox.login(null), 'username_invalid', /1 to 128 bytes/],
    [() => new library.Signalbox('ftp://example.org'), 'invalid_url', /wss:/],
    [() => new library.Signalbox('http://'), 'invalid_url', /wss:/],
  ]);
  for (const [action, code, advice] of cases) {
    const error = await failure(page, action);
    assert.equal(error.code, code);
    assert.match(error.message, advice);
  }
});

test('errors of a client that is logged in', async () => {
  const page = await stage.peer({ name: 'alice' });
  const bob = await stage.peer({ name: 'bob' });
  await call(page, 'bob');
  const cases = /** @type {[() => unknown, string, RegExp][]} */ ([
    [() => signalbox.login('bob'), 'already_logged_in', /second Signalbox/],
    [() => signalbox.call('alice'), 'username_invalid', /other side's name/],
    [() => signalbox.call(''), 'username_invalid', /other side's name/],
    [() => signalbox.call('bob'), 'already_in_call', /calls\.get\('bob'\)/],
    [() => globalThis.call.accept(), 'invalid_state', /incoming/],
  ]);
  for (const [action, code, advice] of cases) {
    const error = await failure(page, action);
    assert.equal(error.code, code);
    assert.match(error.message, advice);
  }
  await state(bob, 'ringing');
});

test('a server that is not there', async () => {
  const proxy = await stage.proxy();
  proxy.refuse();
  const page = await stage.peer({ url: proxy.webSocketUrl });
  const error = await failure(page, () => signalbox.login('alice'));
  assert.equal(error.code, 'connection_failed');
  assert.match(error.message, /server is running/);
  assert.equal(await page.evaluate(() => signalbox.state), 'closed');

  proxy.accept();
  await page.evaluate(() => signalbox.login('alice'));
  assert.equal(await page.evaluate(() => signalbox.state), 'open');
});

test('a login that is interrupted, and two at once', async () => {
  const page = await stage.peer({});
  const interrupted = await failure(page, () => {
    const login = signalbox.login('alice');
    signalbox.close();
    return login;
  });
  assert.equal(interrupted.code, 'connection_closed');
  const second = await failure(page, async () => {
    const logins = [signalbox.login('alice'), signalbox.login('bob')];
    await Promise.all(logins);
  });
  assert.equal(second.code, 'invalid_state');
  await page.waitForFunction(() => signalbox.username === 'alice');
});

test("a reason that is too long for the server is cut, not the call's end", async () => {
  const alice = await stage.peer({ name: 'alice' });
  const bob = await stage.peer({ name: 'bob' });
  await call(alice, 'bob');
  await state(bob, 'ringing');
  await bob.evaluate(() => globalThis.call.decline('ö'.repeat(100)));
  await seen(alice, `ended ${'ö'.repeat(32)}`);
});

test('an address may be relative, http or https', async () => {
  const page = await stage.peer({});
  await page.evaluate(async (origin) => {
    for (const url of [`${origin}/ws`, `${origin}/`, new URL('/ws#x', origin)]) {
      const client = new library.Signalbox(url);
      await client.login(`alice ${url}`);
      client.close();
    }
  }, stage.server.origin);
});
