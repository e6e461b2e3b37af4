// SPDX-License-Identifier: MIT
#pragma once

#include <array>
#include <chrono>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "signalbox/auth/authenticator.hpp"
#include "signalbox/base/counter.hpp"
#include "signalbox/base/histogram.hpp"

namespace signalbox::auth {

/// Where the application's own server is asked and told, and how. URLs are of HTTP or HTTPS.
struct WebhookPolicy {
  std::string login_url;              ///< empty: nobody is asked
  std::string disconnect_url;         ///< empty: nobody is told
  std::string secret;                 ///< shown as a bearer token (RFC 6750 section 2.1); or empty
  std::filesystem::path authorities;  ///< PEM, who vouches for the server; empty: the system's
  std::chrono::milliseconds timeout{};
  std::uint32_t most_requests = 1;  ///< under way at a time
};

/// May this client log in?
struct LoginQuestion {
  std::string session;
  std::string username;  ///< that it asks for
  std::string realm{};   ///< in which it does; empty: the standard one
  std::string token;     ///< empty: it shows none
  std::string address;
};

/// A client that was let in has left, or has not come in after all.
struct SessionEnd {
  std::string session;
  std::string username;
  std::string realm{};  ///< empty: the standard one
  std::string_view reason;
  std::chrono::seconds age{};  ///< of the session
  std::uint64_t messages_in = 0;
  std::uint64_t messages_out = 0;
};

/// How questions went, and what was told.
struct WebhookMetrics {
  static constexpr std::array<std::string_view, 5> kQuestionResults{
      "admitted", "refused", "refused_again", "failed", "dropped"};
  static constexpr std::array<std::string_view, 3> kDepartureResults{"delivered", "failed",
                                                                     "dropped"};

  WebhookMetrics();

  std::array<Counter, kQuestionResults.size()> questions;
  std::array<Counter, kDepartureResults.size()> departures;
  Histogram answer_time;  ///< from a question to its answer, what waits for its turn too
};

/// Asks the application's own server who may log in, and tells it who has left: one HTTP POST with
/// JSON each, never repeated. Any thread; the requests have a thread of their own.
class Webhooks {
 public:
  using Answered = std::function<void(Verdict)>;

  explicit Webhooks(WebhookPolicy policy);
  ~Webhooks();
  Webhooks(const Webhooks&) = delete;
  Webhooks& operator=(const Webhooks&) = delete;
  Webhooks(Webhooks&&) = delete;
  Webhooks& operator=(Webhooks&&) = delete;

  /// For what is asked and told from now on.
  void set_policy(WebhookPolicy policy);

  /// Whether there is somebody to ask.
  bool decide() const;

  /// Whether there is somebody to tell.
  bool hear() const;

  /// Calls `answered` once, within the policy's timeout: on the requests' thread, or on this one
  /// before it returns, where the same was refused a moment ago or too many questions wait.
  void ask(const LoginQuestion& question, const Answered& answered);

  /// At most once: what cannot be told is counted, and lost.
  void tell(const SessionEnd& end);

  /// Returns when all that was told has been heard, or the policy's timeout is over. From then on
  /// nothing is asked or told.
  void finish();

  /// Requests that wait or are under way.
  std::size_t pending() const;

  const WebhookMetrics& metrics() const;

 private:
  struct Parts;

  std::unique_ptr<Parts> parts_;
};

}  // namespace signalbox::auth
