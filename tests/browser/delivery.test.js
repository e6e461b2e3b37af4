// SPDX-License-Identifier: MIT

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Delivery } from '../../web/signalbox/delivery.js';

const offered = { resume: { token: 'secret', window: 30 } };

/** @param {unknown} data */
const message = (data) => ({ type: 'message', otherUsername: 'bob', data });

/** @param {string[]} texts */
const data = (texts) => texts.map((text) => JSON.parse(text).data);

/** A session that the server keeps. */
function session() {
  const delivery = new Delivery();
  assert.equal(delivery.resume, true);
  assert.deepEqual(delivery.loggedIn(offered), { resumed: false, inDoubt: [] });
  return delivery;
}

test('a resume sends again what the server has not taken, in order, and what waits', () => {
  const delivery = session();
  for (const each of [1, 2, 3]) delivery.keep(message(each));
  assert.deepEqual(data(delivery.take()), [1, 2, 3]);
  assert.deepEqual(delivery.take(), []);
  delivery.countReceived();
  delivery.keep(message(4));
  assert.deepEqual(delivery.resume, { token: 'secret', received: 1 });

  assert.equal(delivery.loggedIn({ ...offered, resumed: true, received: 1 }).resumed, true);
  assert.deepEqual(data(delivery.take()), [2, 3, 4]);
  delivery.loggedIn({ ...offered, resumed: true, received: 3 });
  assert.deepEqual(data(delivery.take()), [4]);
});

test('a pong confirms what was sent before the ping, and the ping is counted', () => {
  const delivery = session();
  delivery.keep(message(1));
  delivery.keepPing();
  const [, ping] = delivery.take();
  assert.deepEqual(JSON.parse(ping), { type: 'ping', id: 2 });
  delivery.keep(message(2));
  assert.equal(delivery.unconfirmed, true);
  delivery.confirm(2);
  delivery.confirm(1); // Late, or again.
  assert.equal(delivery.unconfirmed, false);

  delivery.take();
  delivery.loggedIn({ ...offered, resumed: true, received: 2 });
  assert.deepEqual(data(delivery.take()), [2]);
});

test('a ping that was lost is not sent again, and the count goes on without it', () => {
  const delivery = session();
  delivery.keepPing();
  delivery.keep(message(1));
  delivery.take();
  delivery.loggedIn({ ...offered, resumed: true, received: 0 });
  assert.deepEqual(data(delivery.take()), [1]);
  delivery.loggedIn({ ...offered, resumed: true, received: 1 });
  assert.deepEqual(delivery.take(), []);
});

test('in a new session only what nobody can have taken is sent, and the rest is told', () => {
  const delivery = session();
  delivery.keep(message('written'));
  delivery.keep({ type: 'offer', otherUsername: 'bob', offer: {} });
  delivery.take();
  delivery.keep(message('waiting'));
  delivery.keep({ type: 'candidate', otherUsername: 'bob', candidate: null });
  assert.equal(delivery.undelivered.length, 2);

  const { resumed, inDoubt } = delivery.loggedIn({ resume: { token: 'other' }, resumed: false });
  assert.equal(resumed, false);
  assert.deepEqual(data(inDoubt.map(({ text }) => text)), ['written']);
  assert.deepEqual(data(delivery.take()), ['waiting']);
  assert.deepEqual(delivery.resume, { token: 'other', received: 0 });
});

test('a server without resume gets everything once', () => {
  const delivery = new Delivery();
  delivery.loggedIn({});
  assert.equal(delivery.resumable, false);
  delivery.keep(message(1));
  assert.deepEqual(data(delivery.take()), [1]);
  assert.equal(delivery.unconfirmed, false);
  delivery.keep(message(2));
  assert.deepEqual(delivery.loggedIn({}).inDoubt, []);
  assert.deepEqual(data(delivery.take()), [2]);
});

test('what waits is bounded in number and bytes, calls go on longer, and refusals are told', () => {
  const full = { name: 'SignalboxError', code: 'queue_full', message: /for bob/ };
  const many = session();
  for (let count = 0; count < 192; count += 1) many.keep(message(count));
  assert.throws(() => many.keep(message('more')), full);
  const candidate = { type: 'candidate', otherUsername: 'bob', candidate: null };
  for (let count = 192; count < 256; count += 1) many.keep(candidate);
  assert.throws(() => many.keep(candidate), full);
  many.keepPing();
  assert.equal(many.take().length, 257);
  many.confirm(257);
  many.keep(message('room again'));

  const large = session();
  large.keep(message('ö'.repeat(90_000)));
  assert.throws(() => large.keep(message('ö'.repeat(10_000))), full);
  large.keep(message('small'));
});

test('another page goes on with what the first one has left', () => {
  const first = session();
  first.countReceived();
  first.keep(message(1));
  first.take();
  first.keep(message(2));
  const second = new Delivery(JSON.parse(JSON.stringify(first.save())));
  assert.deepEqual(second.resume, { token: 'secret', received: 1 });
  second.loggedIn({ ...offered, resumed: true, received: 0 });
  assert.deepEqual(data(second.take()), [1, 2]);
});
