// SPDX-License-Identifier: MIT

/** The connection to a Signalbox server, and the calls made over it. */
export class Signalbox extends EventTarget {
  /** @param url default: `ws` beside the place signalbox.js was loaded from */
  constructor(url?: string | URL, options?: SignalboxOptions);

  readonly state: SignalboxState;
  /** The name that this client is logged in with, even while it reconnects; null before. */
  readonly username: string | null;
  /** STUN and TURN servers, as the server has named them last. */
  readonly iceServers: RTCIceServer[];
  /** Live calls by the other side's name. */
  readonly calls: ReadonlyMap<string, Call>;

  /**
   * Connects to the server, or waits for the reconnect that is under way. login() does it by
   * itself. Rejects with a SignalboxError.
   */
  connect(): Promise<void>;
  /** Takes a name of 1 to 128 bytes. Rejects with a SignalboxError. */
  login(username: string): Promise<LoginAnswer>;
  /**
   * Calls someone. Without a stream, and if nothing is added right after, the call only receives.
   * If their own call is ringing here, this accepts it.
   */
  call(username: string, stream?: MediaStream | null, options?: CallOptions): Call;
  /**
   * Sends data of the application's own to someone; a call isn't needed. It arrives once, in the
   * order sent. While the connection is lost it waits: 192 messages or 192 KiB at most, then this
   * throws a SignalboxError with the code 'queue_full'.
   */
  send(username: string, data: unknown): void;
  /** Hangs up every call and leaves the server; what still waits for it is given up. */
  close(): void;

  addEventListener<K extends keyof SignalboxEventMap>(
    type: K,
    listener: (this: Signalbox, event: SignalboxEventMap[K]) => unknown,
    options?: boolean | AddEventListenerOptions,
  ): void;
  addEventListener(
    type: string,
    listener: EventListenerOrEventListenerObject | null,
    options?: boolean | AddEventListenerOptions,
  ): void;
}

/** One call with one other user, made by `signalbox.call(name)` or a `call` event. */
export class Call extends EventTarget {
  private constructor();

  /** The other side's name. */
  readonly username: string;
  readonly direction: 'incoming' | 'outgoing';
  /** The browser's own object, for everything this class doesn't do. */
  readonly connection: RTCPeerConnection;
  readonly state: CallState;
  /**
   * Why the call ended: 'hangup', 'declined', 'gone' (the other page was closed, reloaded or lost
   * its network), 'user_unavailable' (nobody of that name is there), 'disconnected' (this page
   * lost the server before the call was established), 'failed' (the two browsers can't agree), or
   * the other side's own word, as 'busy'; null before.
   */
  readonly endReason: string | null;

  /** Answers an incoming call. Does nothing if the caller has hung up meanwhile. */
  accept(stream?: MediaStream | null): void;
  /** @param reason the other side's endReason; default 'declined', at most 64 bytes */
  decline(reason?: string): void;
  /** @param reason the other side's endReason; default 'hangup', at most 64 bytes */
  hangUp(reason?: string): void;
  createDataChannel(label: string, options?: RTCDataChannelInit): RTCDataChannel;
  /** Looks for a new network path. A call whose connection fails does so by itself. */
  restartIce(): void;

  addEventListener<K extends keyof CallEventMap>(
    type: K,
    listener: (this: Call, event: CallEventMap[K]) => unknown,
    options?: boolean | AddEventListenerOptions,
  ): void;
  addEventListener(
    type: string,
    listener: EventListenerOrEventListenerObject | null,
    options?: boolean | AddEventListenerOptions,
  ): void;
}

/** What went wrong: `code` for programs, `message` for people. */
export class SignalboxError extends Error {
  constructor(code: string, message: string, options?: ErrorOptions);
  readonly code: SignalboxErrorCode | (string & {});
}

export type SignalboxState = 'closed' | 'connecting' | 'open' | 'reconnecting';

export type CallState =
  'ringing' | 'connecting' | 'connected' | 'reconnecting' | 'failed' | 'ended';

export interface SignalboxOptions {
  /** For every call; its iceServers, if any, take the place of the server's. */
  rtcConfiguration?: RTCConfiguration;
  /**
   * Come back after a lost connection, and after a reload of the page, and go on in the same
   * session; default true. Without it, the name is free as soon as the connection is lost.
   */
  reconnect?: boolean;
  /**
   * Shows the server who this client is, where it asks for that: a token (JWT), or a function that
   * gets a new one for each login. It is called within a login, which has 10 seconds, and again
   * whenever a lost connection or an expired token makes this client log in anew.
   */
  token?: string | (() => string | Promise<string>);
}

export interface CallOptions {
  rtcConfiguration?: RTCConfiguration;
}

export interface LoginAnswer {
  type: 'login';
  success: true;
  username: string;
  /** Absent: the standard realm. */
  realm?: string;
  session?: string;
  /** Seconds. */
  heartbeat?: number;
  version?: string;
  iceServers?: RTCIceServer[];
  /** Seconds for which the credentials in iceServers are good; new ones come by themselves. */
  iceLifetime?: number;
  /** Whether the session went on: nothing is lost. Absent at the first login. */
  resumed?: boolean;
  /** `window`: for how many seconds the server keeps the session of a lost connection. */
  resume?: { token: string; window: number };
  [later: string]: unknown;
}

export interface SignalboxEventMap {
  /** An incoming call. */
  call: Event & { readonly call: Call };
  /** After every reconnect too. */
  login: Event & { readonly answer: LoginAnswer };
  /** What another client has sent by send(). */
  message: Event & { readonly username: string; readonly data: any };
  statechange: Event;
  /** The state is 'reconnecting', and the next attempt follows after so many milliseconds. */
  retry: Event & { readonly after: number };
  /** What no promise and no call has reported. */
  error: Event & { readonly error: SignalboxError };
}

export interface CallEventMap {
  statechange: Event;
  track: RTCTrackEvent;
  datachannel: RTCDataChannelEvent;
  ended: Event & { readonly reason: string };
  /** The call goes on, unless an `ended` follows. */
  error: Event & { readonly error: SignalboxError };
}

export type SignalboxErrorCode =
  // From the server:
  | 'invalid_json' | 'invalid_message' | 'unknown_type' | 'not_logged_in' | 'already_logged_in'
  | 'username_invalid' | 'username_taken' | 'realm_invalid' | 'unauthorized' | 'user_unavailable' | 'rate_limited'
  | 'too_large' | 'busy' | 'unavailable'
  // From this library:
  | 'connection_failed' | 'connection_closed' | 'timeout' | 'invalid_url' | 'invalid_state'
  | 'already_in_call' | 'negotiation_failed' | 'candidate_failed' | 'no_path'
  | 'invalid_ice_servers' | 'queue_full' | 'undelivered' | 'replaced' | 'kicked'
  | 'token_failed';
