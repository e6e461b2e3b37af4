// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <string>

#include "support/conversation.hpp"

namespace signalbox::test {

/// A login that may be resumed.
inline const std::string kResumableAlice = R"({"type":"login","username":"alice","resume":true})";

/// Her return, with what the earlier login's answer gave and how many messages came since.
inline std::string resume_of(const std::string& token, std::size_t received) {
  return Json{{"type", "login"},
              {"username", "alice"},
              {"resume", {{"token", token}, {"received", received}}}}
      .dump();
}

/// What an answer to `kResumableAlice` gives.
inline std::string token_of(const Json& answer) {
  return answer.at("resume").at("token").get<std::string>();
}

}  // namespace signalbox::test
