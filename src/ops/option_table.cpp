// SPDX-License-Identifier: MIT
#include "ops/option_table.hpp"

#include <algorithm>
#include <array>

#include "ops/login_options.hpp"
#include "ops/own_options.hpp"
#include "ops/proxy_options.hpp"
#include "ops/webhook_options.hpp"

namespace signalbox {
namespace {

constexpr std::string_view kServing = "Serving";
constexpr std::string_view kLogins = "Who may log in";
constexpr std::string_view kAdministration = "Administration";
constexpr std::string_view kBehindProxy = "Behind a reverse proxy";
constexpr std::string_view kOneClient = "Limits for one client";
constexpr std::string_view kAllClients = "Limits for all clients";
constexpr std::string_view kTimes = "Time limits";

constexpr std::uint64_t kKiB = 1024;
constexpr std::uint64_t kMiB = 1024 * kKiB;
constexpr std::uint64_t kGiB = 1024 * kMiB;
constexpr std::uint64_t kMinute = 60'000;
constexpr std::uint64_t kHour = 60 * kMinute;
constexpr std::uint64_t kDay = 24 * kHour;
constexpr std::uint64_t kMillion = 1'000'000;

const std::array kOptions{
    Option{"listen", kServing, "ADDRESS",
           "Where to accept connections; may be given several times.", listen_option()},
    Option{"tls-cert", kServing, "FILE",
           "The certificate for HTTPS and secure WebSockets at every address, in PEM form, with "
           "those that vouch for it behind it.",
           tls_certificate_option(), "none: without TLS", "/etc/signalbox/cert.pem"},
    Option{"tls-key", kServing, "FILE", "The certificate's private key, in PEM form.",
           tls_key_option(), "none", "/etc/signalbox/key.pem"},
    Option{"web-root", kServing, "DIRECTORY", "The web page to serve beside the WebSocket.",
           web_root_option(), "the page that comes with the server", "/srv/signalbox"},
    Option{"ice-server", kServing, "URL",
           "A STUN or TURN server for the clients to use; may be given several times.",
           ice_server_option(), "none", "stun:stun.example.org:3478"},
    Option{
        "turn-secret-file", kServing, "FILE",
        "A file with the secret that the TURN servers know too (coturn's static-auth-secret), to "
        "make credentials that expire for those that are given without user and password.",
        turn_secret_file_option(), "none", "/etc/signalbox/turn-secret"},
    Option{"on-duplicate", kServing, "POLICY",
           "What a login does with a username that somebody has: fail, or end the other session.",
           on_duplicate_option()},
    Option{"threads", kServing, "NUMBER", "Threads that share the connections.", threads_option(),
           "one for each core, at most 64", "4"},
    Option{"log-level", kServing, "LEVEL", "The least important lines to write to the log.",
           log_level_option()},
    Option{"log-format", kServing, "FORMAT",
           "Whether a line of the log is for people or a JSON object.", log_format_option()},
    Option{"log-addresses", kServing, "PART",
           "What the log says of clients' addresses: all, the network (an IPv4 /24, an IPv6 /48), "
           "or nothing.",
           log_addresses_option()},
    Option{"config", kServing, "FILE", "A TOML file to read options from.", FileName{}, "none",
           "/etc/signalbox.toml"},

    Option{"jwt-key-file", kLogins, "FILE",
           "A key by which the tokens are checked that clients must show to log in (JWT); may be "
           "given several times.",
           jwt_key_file_option(), "none: everybody may log in", "/etc/signalbox/jwt-key.pem"},
    Option{"jwt-audience", kLogins, "NAME", "Whom the tokens must be for (aud).",
           jwt_audience_option(), "any", "signalbox"},
    Option{"jwt-issuer", kLogins, "NAME", "Who must have made the tokens (iss).",
           jwt_issuer_option(), "any", "https://login.example.org/"},

    Option{"login-webhook", kLogins, "URL",
           "Who is asked about each login, by an HTTP POST with JSON.", login_webhook_option(),
           "none", "https://app.example.org/signalbox/login"},
    Option{"disconnect-webhook", kLogins, "URL",
           "Who is told, in the same way, when somebody who was let in has left.",
           disconnect_webhook_option(), "none", "https://app.example.org/signalbox/disconnect"},
    Option{"webhook-secret-file", kLogins, "FILE",
           "What it says in its first line is shown to the webhooks as a bearer token.",
           webhook_secret_file_option(), "none", "/etc/signalbox/webhook-secret"},
    Option{"webhook-ca-file", kLogins, "FILE",
           "Certificates, in PEM form, of those who vouch for the webhooks' servers.",
           webhook_ca_file_option(), "the system's", "/etc/signalbox/ca.pem"},
    Option{"webhook-timeout", kLogins, "TIME", "How long an answer of a webhook may take.",
           Time{&Limits::webhook_timeout, 10, kMinute}},
    Option{"webhook-requests", kLogins, "NUMBER",
           "Requests to webhooks at a time; more wait for their turn.",
           Count{&Limits::webhook_requests, 1, 1000}},

    Option{"allowed-origin", kLogins, "ORIGIN",
           "Whose web pages may connect; may be given several times. Clients that are no browsers "
           "name none, and may.",
           allowed_origin_option(), "any", "https://example.org"},

    Option{"admin-listen", kAdministration, "ADDRESS",
           "Where the operator finds the dashboard, metrics and the admin API; none turns it off.",
           admin_listen_option()},
    Option{"admin-token-file", kAdministration, "FILE",
           "What it says in its first line must be shown there; required where others reach it.",
           admin_token_file_option(), "none", "/etc/signalbox/admin-token"},
    Option{"admin-socket-mode", kAdministration, "MODE",
           "Who may connect there, if that is a Unix socket.", admin_socket_mode_option()},
    Option{"admin-socket-group", kAdministration, "GROUP",
           "Whose group that Unix socket belongs to.", admin_socket_group_option(),
           "the server's own", "adm"},

    Option{"trusted-proxy", kBehindProxy, "ADDRESS",
           "Whose X-Forwarded-For or Forwarded tells the client's address; may be given several "
           "times.",
           trusted_proxy_option(), "none", "127.0.0.1"},
    Option{"proxy-protocol", kBehindProxy, "POLICY",
           "Whether each connection must come from a trusted proxy and begin with a header of the "
           "PROXY protocol, version 1 or 2.",
           proxy_protocol_option()},
    Option{"base-path", kBehindProxy, "PATH",
           "What stands before every path of the server, and the proxy passes on.",
           base_path_option(), "none", "/signal"},
    Option{"socket-mode", kBehindProxy, "MODE", "Who may connect to the clients' Unix sockets.",
           socket_mode_option()},
    Option{"socket-group", kBehindProxy, "GROUP",
           "Whose group the clients' Unix sockets belong to.", socket_group_option(),
           "the server's own", "www-data"},

    Option{"max-message", kOneClient, "SIZE", "The longest message that a client may send.",
           Size{&Limits::message_bytes, kKiB, 16 * kMiB}},
    Option{"max-outbox", kOneClient, "SIZE",
           "What may wait for a client that reads slowly; senders have shares of it.",
           Size{&Limits::outbox_bytes, 2 * kKiB, 256 * kMiB}},
    Option{"max-outbox-messages", kOneClient, "NUMBER",
           "The same in messages; whichever is reached first counts.",
           Count{&Limits::outbox_messages, 16, kMillion}},
    Option{"message-rate", kOneClient, "NUMBER",
           "Messages a client may send each second, in the long run; 0 is no limit.",
           Count{&Limits::message_rate, 0, kMillion}},
    Option{"message-burst", kOneClient, "NUMBER", "Messages a client may send at once.",
           Count{&Limits::message_burst, 1, kMillion}},
    Option{"error-burst", kOneClient, "NUMBER",
           "Bad messages at once before a client is disconnected; one a second is forgiven.",
           Count{&Limits::error_burst, 1, kMillion}},
    Option{"max-peers", kOneClient, "NUMBER", "Peers a client may have calls with at a time.",
           Count{&Limits::peers, 1, 65'535}},
    Option{"max-mail", kOneClient, "SIZE",
           "What may wait for a client that may come back; at most three quarters of max-outbox.",
           Size{&Limits::mail_bytes, kKiB, 256 * kMiB}},
    Option{"max-mail-messages", kOneClient, "NUMBER", "Messages that may wait for such a client.",
           Count{&Limits::mail_messages, 1, 65'535}},

    Option{"max-connections", kAllClients, "NUMBER", "Connections at a time, over all threads.",
           Count{&Limits::connections, 1, 10 * kMillion}},
    Option{"max-detached", kAllClients, "NUMBER",
           "Sessions that wait for their clients to come back, on each thread.",
           Count{&Limits::detached_sessions, 0, 10 * kMillion}},
    Option{"max-connections-per-address", kAllClients, "NUMBER",
           "Connections at a time from one IPv4 address or IPv6 /64; 0 is no limit. Behind a proxy "
           "it needs --trusted-proxy.",
           Count{&Limits::address_connections, 0, 10 * kMillion}},
    Option{"login-rate", kAllClients, "NUMBER",
           "Logins each minute from one IPv4 address or IPv6 /64, those that fail too; 0 is no "
           "limit. Behind a proxy it needs --trusted-proxy.",
           Count{&Limits::address_logins, 0, kMillion}},
    Option{"login-failure-rate", kAllClients, "NUMBER",
           "Logins each minute from one IPv4 address or IPv6 /64 that may fail as unauthorized, "
           "before the next is refused without a look at its token; 0 is no limit. Not for this "
           "computer's own addresses; behind another's proxy it needs --trusted-proxy.",
           Count{&Limits::address_login_failures, 0, kMillion}},
    Option{"max-mail-memory", kAllClients, "SIZE",
           "What may wait for all clients that may come back together.",
           Size{&Limits::mail_memory, kMiB, 64 * kGiB}},
    Option{"max-outbox-memory", kAllClients, "SIZE",
           "What may wait for all clients together, before those for which most does "
           "are disconnected.",
           Size{&Limits::outbox_memory, kMiB, 64 * kGiB}},
    Option{"max-http-header", kAllClients, "SIZE",
           "The longest request line and header of an HTTP request.",
           Size{&Limits::http_header_bytes, kKiB, 64 * kKiB, /*needs_restart=*/true}},

    Option{"http-timeout", kTimes, "TIME", "From connecting to a whole HTTP request.",
           Time{&Limits::http_timeout, 10, 10 * kMinute}},
    Option{"login-timeout", kTimes, "TIME", "From opening the WebSocket to a login.",
           Time{&Limits::login_timeout, 10, 10 * kMinute}},
    Option{"ping-interval", kTimes, "TIME",
           "How often a client is pinged; after two pings without an answer it is gone.",
           Time{&Limits::ping_interval, 100, kHour}},
    Option{"write-timeout", kTimes, "TIME",
           "How long a client may take nothing of what waits for it.",
           Time{&Limits::write_timeout, 10, 10 * kMinute}},
    Option{"resume-window", kTimes, "TIME",
           "How long a session waits for its client to come back, if the client asks for it.",
           Time{&Limits::resume_window, 0, kHour}},
    Option{"drain-time", kTimes, "TIME",
           "From SIGTERM to the end: for half of it clients may go by themselves, then they must.",
           Time{&Limits::drain_time, 0, kHour}},
    Option{"turn-lifetime", kTimes, "TIME",
           "How long TURN credentials made from the secret are good.",
           Time{&Limits::turn_lifetime, kMinute, 30 * kDay}},
    Option{"close-timeout", kTimes, "TIME",
           "How long to wait for a client's part of a closing handshake.",
           Time{&Limits::close_timeout, 10, kMinute}},
};

}  // namespace

std::span<const Option> option_table() { return kOptions; }

const Option* find_option(std::string_view key) {
  const auto option = std::ranges::find(option_table(), key, &Option::key);
  return option == option_table().end() ? nullptr : &*option;
}

}  // namespace signalbox
