// SPDX-License-Identifier: MIT

import { once } from 'node:events';
import { connect, createServer } from 'node:net';

/** A TCP relay in front of the server, to lose a client's signaling and nothing else. */
export class Proxy {
  #listener = createServer((client) => this.#relay(client));
  /** @type {Set<{ client: import('node:net').Socket, server: import('node:net').Socket }>} */
  #pairs = new Set();
  /** @type {import('node:net').Socket[]} */
  #abandoned = [];
  #open = true;
  #attempts = 0;
  #serverPort;

  /** @param {number} serverPort */
  constructor(serverPort) { this.#serverPort = serverPort; }

  async start() {
    this.#listener.listen(0, '127.0.0.1');
    await once(this.#listener, 'listening');
  }

  get webSocketUrl() {
    const { port } = /** @type {import('node:net').AddressInfo} */ (this.#listener.address());
    return `ws://127.0.0.1:${port}/ws`;
  }

  /** The way past this proxy. */
  get serverUrl() { return `ws://127.0.0.1:${this.#serverPort}/ws`; }

  /** @param {number} more connections from now on */
  async attempted(more) {
    const wanted = this.#attempts + more;
    while (this.#attempts < wanted) await once(this.#listener, 'connection');
  }

  /**
   * Resolves when the client of the newest connection has sent something so many times more.
   *
   * @param {number} more times
   */
  async sent(more) {
    const pair = [...this.#pairs].at(-1);
    for (let each = 0; each < more; each += 1) await once(pair.client, 'data');
  }

  /** Connections fail from now on. */
  refuse() { this.#open = false; }

  accept() { this.#open = true; }

  /** Keeps back what the server says, until release(). */
  hold() { for (const { client, server } of this.#pairs) server.unpipe(client).pause(); }

  release() { for (const { client, server } of this.#pairs) server.pipe(client); }

  /**
   * Tells the clients what the server has not said.
   *
   * @param {object} message that makes less than 126 bytes
   */
  say(message) {
    const text = Buffer.from(JSON.stringify(message));
    const frame = Buffer.concat([Buffer.from([0x81, text.length]), text]); // RFC 6455, section 5.2
    for (const { client } of this.#pairs) client.write(frame);
  }

  /** Nothing gets through any more, and nobody is told; later connections work. */
  freeze() {
    for (const pair of this.#pairs) {
      this.#pairs.delete(pair);
      pair.client.unpipe(pair.server).resume();
      pair.server.unpipe(pair.client).resume();
      this.#abandoned.push(pair.server, pair.client);
    }
  }

  /** Both the clients and the server see the connections end. */
  cut() { for (const { client } of this.#pairs) client.destroy(); }

  /** Only the clients see it: the server believes in the connections until dropAbandoned(). */
  abandon() {
    for (const pair of this.#pairs) {
      this.#pairs.delete(pair);
      pair.client.unpipe(pair.server);
      pair.server.unpipe(pair.client).resume();
      this.#abandoned.push(pair.server);
      pair.client.destroy();
    }
  }

  dropAbandoned() { for (const server of this.#abandoned.splice(0)) server.destroy(); }

  async stop() {
    this.dropAbandoned();
    this.cut();
    this.#listener.close();
    await once(this.#listener, 'close');
  }

  /** @param {import('node:net').Socket} client */
  #relay(client) {
    this.#attempts += 1;
    client.on('error', () => {});
    if (!this.#open) return void client.destroy();
    const server = connect(this.#serverPort, '127.0.0.1');
    const pair = { client, server };
    this.#pairs.add(pair);
    server.on('error', () => {});
    client.pipe(server);
    server.pipe(client);
    client.on('close', () => { if (this.#pairs.delete(pair)) server.destroy(); });
    server.on('close', () => client.destroy());
  }
}
